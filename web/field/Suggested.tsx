import type { Roster } from "../client/types";
import { t, tCode } from "../shared/i18n";
import { useSymptomText } from "../shared/rules";
import { personName } from "../shared/sentences";
import { clockTime, shortDay } from "../shared/time";
import { clear, type Draft, mark, type Suggestion } from "./draft";

type Props = { roster: Roster; suggested: Suggestion[]; draft: Draft; onChange: (draft: Draft) => void };

/** Those to look at first, each with one tap to say "here after all". */
export function Suggested({ roster, suggested, draft, onChange }: Props) {
  const symptoms = useSymptomText();
  if (suggested.length === 0) return null;
  const why = (one: Suggestion) =>
    one.why === "guardian"
      ? [
          t("check.guardian_said", { time: one.said_at ? clockTime(one.said_at) : "" }),
          tCode("exception", one.exception.kind),
          symptoms(one.exception.symptoms),
          one.exception.celsius ? t("celsius", { n: one.exception.celsius }) : "",
          one.note ?? "",
        ]
          .filter(Boolean)
          .join(" · ")
      : t("check.still_ill", { day: one.ill_since ? shortDay(one.ill_since) : "" });
  return (
    <div className="card suggested">
      <h2>{t("check.look_first")}</h2>
      {suggested.map((one) => {
        const member = roster.members.find((found) => found.person.id === one.person_id);
        if (!member) return null;
        const away = draft.has(one.person_id);
        const away_word =
          one.exception.kind === "late" || one.exception.kind === "ill_in_class"
            ? tCode("exception", one.exception.kind)
            : t("check.away");
        return (
          <div key={one.person_id} className="suggestion" data-testid="suggestion">
            <div>
              <b>{personName(member.person)}</b>
              <small>{why(one)}</small>
            </div>
            <div className="pair" role="group" aria-label={personName(member.person)}>
              <button
                type="button"
                aria-pressed={away}
                onClick={() => onChange(mark(draft, draft.get(one.person_id) ?? one.exception))}
              >
                {away_word}
              </button>
              <button type="button" aria-pressed={!away} onClick={() => onChange(clear(draft, one.person_id))}>
                {t("check.here")}
              </button>
            </div>
          </div>
        );
      })}
    </div>
  );
}
