/** What a teacher marks before sending: pure, so that the page only draws it. */
import type { CheckReport, CheckType, CheckView, DueCheck, Exception, Instant, Roster } from "../client/types";

export type Draft = ReadonlyMap<string, Exception>;

/** Somebody to look at first: their guardian wrote, or they were ill at the last check. */
export type Suggestion = {
  person_id: string;
  why: "guardian" | "still_ill";
  said_at: Instant | null;
  note: string | null;
  ill_since: string | null;
  exception: Exception;
};

const bare = ({ person_id, kind, symptoms, celsius, note }: Exception): Exception => ({
  person_id,
  kind,
  symptoms,
  ...(celsius == null ? {} : { celsius }),
  ...(note ? { note } : {}),
});

export function suggestions(due: Pick<DueCheck, "prefilled">, roster: Pick<Roster, "members">): Suggestion[] {
  const since = new Map(roster.members.map((member) => [member.person.id, member.ill_since]));
  const written = due.prefilled.map((said): Suggestion => ({
    person_id: said.person_id,
    why: said.message_id ? "guardian" : "still_ill",
    said_at: said.said_at,
    note: said.note ?? null,
    ill_since: since.get(said.person_id) ?? null,
    exception: bare(said),
  }));
  const known = new Set(written.map((one) => one.person_id));
  const ill = roster.members.filter((member) => member.ill_since && !known.has(member.person.id));
  return [
    ...written,
    ...ill.map((member): Suggestion => ({
      person_id: member.person.id,
      why: "still_ill",
      said_at: null,
      note: null,
      ill_since: member.ill_since ?? null,
      exception: { person_id: member.person.id, kind: "absent_ill", symptoms: [] },
    })),
  ];
}

export const fromExceptions = (exceptions: readonly Exception[]): Draft =>
  new Map(exceptions.map((one) => [one.person_id, bare(one)]));

/** A first report begins with the suggestions, for the teacher to confirm; a correction with what was sent. */
export const begin = (suggested: readonly Suggestion[], latest: Pick<CheckView, "exceptions"> | null): Draft =>
  fromExceptions(latest ? latest.exceptions : suggested.map((one) => one.exception));

export function mark(draft: Draft, exception: Exception): Draft {
  const next = new Map(draft);
  next.set(exception.person_id, bare(exception));
  return next;
}

export function clear(draft: Draft, personId: string): Draft {
  const next = new Map(draft);
  next.delete(personId);
  return next;
}

/** Only those who are ill have symptoms and a temperature to note. */
export const asksSymptoms = (kind: Exception["kind"]): boolean => kind === "absent_ill" || kind === "ill_in_class";

/** Takes "37.8" and "37。8"; null for what no thermometer shows. */
export function readCelsius(text: string): number | null {
  const value = Number(text.trim().replace(/[。,,]/, "."));
  return text.trim() && value >= 34 && value <= 43 ? Math.round(value * 10) / 10 : null;
}

type About = {
  client_key: string;
  group_id: string;
  check_type: CheckType;
  occurred_at: Instant;
  roster_version: number;
  paper: "on_paper" | "seen";
  temperatures?: CheckReport["temperatures"];
};

/** Who is not there, so that nobody can have taken their temperature. */
export const awayOf = (draft: Draft): ReadonlySet<string> =>
  new Set([...draft.values()].filter((one) => one.kind.startsWith("absent_")).map((one) => one.person_id));

export const toReport = (draft: Draft, { paper, temperatures = [], ...about }: About): CheckReport => ({
  ...about,
  exceptions: [...draft.values()],
  ...(temperatures.length > 0 ? { temperatures } : {}),
  ...(paper === "on_paper" ? { on_paper: true } : {}),
});
