import type { Day, Me, UnitRef } from "../client/types";
import { useMe } from "../shared/session";
import { Store, useStore } from "../shared/store";

/** Where and when the desk looks: a unit within my reach, and a day; `null` follows today. */
const unit = new Store<UnitRef | null>(null);
const day = new Store<Day | null>(null);

const slot = (me: Me) => `xd.unit.${me.account_id}`;

function remembered(me: Me): UnitRef | null {
  try {
    return JSON.parse(localStorage.getItem(slot(me)) ?? "null") as UnitRef | null;
  } catch {
    return null;
  }
}

export function choosePlace(me: Me, next: UnitRef): void {
  localStorage.setItem(slot(me), JSON.stringify(next));
  unit.set(next);
}

/** Back to the place of the first grant: after signing out, or when the remembered unit is no longer mine. */
export function forgetPlace(me: Me): void {
  localStorage.removeItem(slot(me));
  unit.set(null);
  day.set(null);
}

export const chooseDay = (next: Day | null): void => day.set(next);

export type Place = { unit: UnitRef; day: Day; follows: "today" | "chosen" };

export function usePlace(): Place {
  const me = useMe();
  const chosen = useStore(unit) ?? remembered(me) ?? me.grants[0]?.unit ?? NOWHERE;
  const asked = useStore(day);
  return { unit: chosen, day: asked ?? me.today, follows: asked ? "chosen" : "today" };
}

/** An account without any grant: nothing is asked of the server. */
const NOWHERE: UnitRef = { id: "", kind: "school", name: "" };

const GROUPS: readonly UnitRef["kind"][] = ["class", "dormitory_room", "staff_team"];

const INSTITUTIONS: readonly UnitRef["kind"][] = [
  "province",
  "city",
  "county",
  "central_school",
  "teaching_point",
  "school",
  "party_committee",
];

/** Whether this unit is run by itself: an authority, a school, a party organisation; not a part of one. */
export const isInstitution = (one: Pick<UnitRef, "kind">): boolean => INSTITUTIONS.includes(one.kind);

/** Whether checks are made of this unit itself, so that nothing lies below it here. */
export const isGroup = (one: Pick<UnitRef, "kind">): boolean => GROUPS.includes(one.kind);
