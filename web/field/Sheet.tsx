import { Button } from "antd-mobile";
import { CheckOutline } from "antd-mobile-icons";
import { useState } from "react";
import type { DueCheck, Exception, Roster, RosterMember } from "../client/types";
import { observedNow } from "../shared/clock";
import { t, tCode } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { submit } from "../shared/outbox";
import { personName, tally, tallyText } from "../shared/sentences";
import { hasRole, useMe } from "../shared/session";
import { clear, type Draft, mark, type Suggestion, toReport } from "./draft";
import { ExceptionPopup } from "./ExceptionPopup";
import { Suggested } from "./Suggested";

type Props = {
  due: DueCheck;
  roster: Roster;
  suggested: Suggestion[];
  initial: Draft;
  purpose: "first" | "correction";
  onSent: () => void;
};

function Name({
  member,
  exception,
  onTap,
}: {
  member: RosterMember;
  exception: Exception | undefined;
  onTap: () => void;
}) {
  return (
    <button
      type="button"
      className={`name ${exception?.kind ?? ""}`}
      aria-pressed={exception !== undefined}
      onClick={onTap}
    >
      {member.seat_no != null && <small>{member.seat_no}</small>}
      <span>{personName(member.person)}</span>
      {exception && <em>{tCode("exception_short", exception.kind)}</em>}
    </button>
  );
}

/** A report made where nobody can be on paper but by someone who only copies it. */
const paperOf = (me: ReturnType<typeof useMe>): "on_paper" | "seen" =>
  hasRole(me, "school_clerk") && !hasRole(me, "class_teacher") ? "on_paper" : "seen";

function useSend({ due, roster, onSent }: Props) {
  const me = useMe();
  return async (draft: Draft) => {
    const about = {
      client_key: newKey(),
      group_id: due.group.id,
      check_type: due.check_type,
      occurred_at: observedNow(),
      roster_version: roster.roster_version,
      paper: paperOf(me),
    };
    const hold = draft.size === 0 ? "to_undo" : "send_now";
    await submit({ group_name: due.group.name, expected: roster.members.length, report: toReport(draft, about), hold });
    onSent();
  };
}

/** The class on one page: everyone is here and well but those tapped. */
export function Sheet(props: Props) {
  const { roster, suggested, initial, purpose } = props;
  const [draft, setDraft] = useState(initial);
  const [open, setOpen] = useState<RosterMember | null>(null);
  const [busy, setBusy] = useState(false);
  const send = useSend(props);
  const go = () => {
    setBusy(true);
    void send(draft).finally(() => setBusy(false));
  };
  const sums = tallyText(tally(roster.members.length, [...draft.values()]));

  return (
    <>
      {purpose === "first" && <Suggested roster={roster} suggested={suggested} draft={draft} onChange={setDraft} />}
      {draft.size === 0 && (
        <button type="button" className="all-well" data-testid="all-well" disabled={busy} onClick={go}>
          <CheckOutline />
          <span>{t("check.all_well")}</span>
          <small>
            {t("tally.expected", { n: roster.members.length })} · {t("tally.present", { n: roster.members.length })}
          </small>
        </button>
      )}
      <h2>{t("check.tap_names")}</h2>
      <div className="names" role="group" aria-label={t("check.tap_names")}>
        {roster.members.map((member) => (
          <Name
            key={member.person.id}
            member={member}
            exception={draft.get(member.person.id)}
            onTap={() => setOpen(member)}
          />
        ))}
      </div>
      {draft.size > 0 && (
        <div className="submit-bar">
          <p data-testid="summary">{sums}</p>
          <Button block color="primary" size="large" data-testid="submit" loading={busy} onClick={go}>
            {purpose === "correction" ? t("check.submit_correction") : t("check.submit")}
          </Button>
        </div>
      )}
      <ExceptionPopup
        key={open?.person.id ?? "none"}
        member={open}
        given={open ? draft.get(open.person.id) : undefined}
        onClose={() => setOpen(null)}
        onMark={(exception) => setDraft(mark(draft, exception))}
        onClear={(personId) => setDraft(clear(draft, personId))}
      />
    </>
  );
}
