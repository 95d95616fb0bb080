import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import {
  eraseAll,
  forget,
  keep,
  kept,
  outboxAll,
  outboxDelete,
  outboxPut,
  photoDelete,
  photoGet,
  photoPut,
} from "./device";

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

test("keeps photos by their hash, and erases them with the rest", async () => {
  const file = { bytes: new Uint8Array([1, 2, 3]).buffer, type: "image/jpeg" };
  await photoPut("h", file);
  await photoPut("i", file);
  expect(await photoGet("h")).toEqual(file);
  await photoDelete("h");
  await keep("draft", 1);
  await forget("draft");
  expect([await photoGet("h"), await kept("draft")]).toEqual([undefined, undefined]);
  await eraseAll();
  expect(await photoGet("i")).toBeUndefined();
});
