import { describe, expect, test } from "vitest";
import type { DueCheck, Roster } from "../client/types";
import { begin, clear, mark, readCelsius, suggestions, toReport } from "./draft";

const member = (id: string, ill_since: string | null = null) => ({
  person: { id, name: id },
  sex: null,
  seat_no: null,
  ill_since,
  expected_return: null,
});
const roster = { members: [member("a"), member("b", "2026-11-20"), member("c", "2026-11-21")] } as unknown as Roster;
const said = {
  person_id: "c",
  kind: "absent_ill" as const,
  symptoms: ["fever"],
  celsius: 38.5,
  note: null,
  message_id: "m",
  said_at: "2026-11-22T22:50:00Z",
};
const due = { prefilled: [said] } as unknown as DueCheck;

describe("suggestions", () => {
  test("guardians first, each person once", () => {
    expect(suggestions(due, roster).map((one) => [one.person_id, one.why])).toEqual([
      ["c", "guardian"],
      ["b", "still_ill"],
    ]);
  });

  test("a first report begins with them, a correction with what was sent", () => {
    const suggested = suggestions(due, roster);
    expect([...begin(suggested, null).keys()]).toEqual(["c", "b"]);
    const latest = {
      exceptions: [{ person_id: "a", kind: "late" as const, symptoms: [], person: { id: "a", name: "a" } }],
    };
    expect([...begin(suggested, latest).values()]).toEqual([{ person_id: "a", kind: "late", symptoms: [] }]);
  });
});

test("the report holds exceptions only, without the fields of messages or views", () => {
  const draft = clear(
    mark(begin(suggestions(due, roster), null), { person_id: "a", kind: "late", symptoms: [], note: "" }),
    "b",
  );
  const about = {
    client_key: "k",
    group_id: "g",
    check_type: "morning" as const,
    occurred_at: "2026-11-22T23:40:00Z",
    roster_version: 3,
  };
  expect(toReport(draft, { ...about, paper: "seen" })).toEqual({
    ...about,
    exceptions: [
      { person_id: "c", kind: "absent_ill", symptoms: ["fever"], celsius: 38.5 },
      { person_id: "a", kind: "late", symptoms: [] },
    ],
  });
  expect(toReport(new Map(), { ...about, paper: "on_paper" })).toEqual({ ...about, exceptions: [], on_paper: true });
});

test("temperatures as phones' keyboards write them", () => {
  expect(["37.8", " 38 ", "37。8", "37,85", "", "99", "3.7", "abc"].map(readCelsius)).toEqual([
    37.8,
    38,
    37.8,
    37.9,
    null,
    null,
    null,
    null,
  ]);
});
