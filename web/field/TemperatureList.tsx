import { useRef } from "react";
import type { Roster, RosterMember } from "../client/types";
import { t } from "../shared/i18n";
import { personName } from "../shared/sentences";
import { enter, isFever, isStrange, isWhole, type Temperatures } from "./temperature";

type Props = {
  roster: Roster;
  away: ReadonlySet<string>;
  all: Temperatures;
  onChange: (next: Temperatures) => void;
  onIll: (member: RosterMember) => void;
};

/** One field for each pupil, in the order of seats: three digits, and the next one is on. */
export function TemperatureList({ roster, away, all, onChange, onIll }: Props) {
  const fields = useRef(new Map<string, HTMLInputElement>());
  const there = roster.members.filter((one) => !away.has(one.person.id));
  const next = (at: number) => {
    const after = there[at + 1];
    const field = after && fields.current.get(after.person.id);
    if (field) field.focus();
    else (document.activeElement as HTMLElement | null)?.blur();
  };
  const write = (at: number, id: string, text: string) => {
    onChange(enter(all, id, text));
    if (isWhole(text)) next(at);
  };
  return (
    <div className="card temperatures" data-testid="temperatures">
      <p className="quiet">{t("temperature.how")}</p>
      {there.map((member, at) => {
        const id = member.person.id;
        const text = all.get(id) ?? "";
        const tone = isFever(text) ? "fever" : isStrange(text) ? "strange" : "";
        return (
          <label key={id} className={`temperature ${tone}`}>
            <small>{member.seat_no}</small>
            <span>{personName(member.person)}</span>
            {tone === "fever" && (
              <button type="button" className="mark" onClick={() => onIll(member)}>
                {t("temperature.mark")}
              </button>
            )}
            {tone === "strange" && <em role="alert">{t("temperature.strange")}</em>}
            <input
              ref={(field) => {
                if (field) fields.current.set(id, field);
                else fields.current.delete(id);
              }}
              inputMode="decimal"
              enterKeyHint="next"
              autoComplete="off"
              maxLength={4}
              placeholder={t("temperature.placeholder")}
              aria-label={t("temperature.of", { name: personName(member.person) })}
              value={text}
              onFocus={(event) => event.target.select()}
              onChange={(event) => write(at, id, event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                next(at);
              }}
            />
          </label>
        );
      })}
    </div>
  );
}
