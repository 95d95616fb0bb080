import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { eraseAll, keep, kept, outboxAll, outboxDelete, outboxPut } from "./device";

test("keeps answers and waiting reports apart, and erases both", async () => {
  await keep("due", { items: [1] });
  await outboxPut({ client_key: "a", n: 1 });
  await outboxPut({ client_key: "a", n: 2 });
  await outboxPut({ client_key: "b", n: 3 });
  expect(await kept("due")).toEqual({ items: [1] });
  expect(await outboxAll()).toEqual([
    { client_key: "a", n: 2 },
    { client_key: "b", n: 3 },
  ]);
  await outboxDelete("a");
  expect(await outboxAll()).toEqual([{ client_key: "b", n: 3 }]);
  await eraseAll();
  expect([await kept("due"), await outboxAll()]).toEqual([undefined, []]);
});
