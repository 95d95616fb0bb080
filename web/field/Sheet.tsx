import { Button } from "antd-mobile";
import { CheckOutline, DownOutline, UpOutline } from "antd-mobile-icons";
import { useState } from "react";
import type { CheckReport, DueCheck, Exception, Roster, RosterMember } from "../client/types";
import { observedNow } from "../shared/clock";
import { t, tCode } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { submit } from "../shared/outbox";
import { personName, tally, tallyText } from "../shared/sentences";
import { hasRole, useMe } from "../shared/session";
import { awayOf, clear, type Draft, mark, type Suggestion, toReport } from "./draft";
import { ExceptionPopup } from "./ExceptionPopup";
import { Suggested } from "./Suggested";
import { fromTaken, isFever, isStrange, readQuick, type Temperatures, toTaken } from "./temperature";
import { TemperatureList } from "./TemperatureList";

type Props = {
  due: DueCheck;
  roster: Roster;
  suggested: Suggestion[];
  initial: Draft;
  /** Temperatures this phone has sent with the report that is corrected. */
  taken: CheckReport["temperatures"];
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
  return async (draft: Draft, all: Temperatures) => {
    const about = {
      temperatures: toTaken(all, awayOf(draft)),
      client_key: newKey(),
      group_id: due.group.id,
      check_type: due.check_type,
      occurred_at: observedNow(),
      roster_version: roster.roster_version,
      paper: paperOf(me),
    };
    const hold = draft.size === 0 && about.temperatures.length === 0 ? "to_undo" : "send_now";
    const report = toReport(draft, about);
    const { client_key } = about;
    await submit({
      kind: "check",
      client_key,
      group_name: due.group.name,
      expected: roster.members.length,
      report,
      hold,
    });
    onSent();
  };
}

/** The class on one page: everyone is here and well but those tapped. */
export function Sheet(props: Props) {
  const { roster, suggested, initial, taken, purpose } = props;
  const [draft, setDraft] = useState(initial);
  const [all, setAll] = useState(() => fromTaken(taken));
  const [taking, setTaking] = useState<"open" | "shut">(all.size > 0 ? "open" : "shut");
  const [open, setOpen] = useState<RosterMember | null>(null);
  const [busy, setBusy] = useState(false);
  const send = useSend(props);
  const go = () => {
    setBusy(true);
    void send(draft, all).finally(() => setBusy(false));
  };
  const texts = [...all.values()];
  const [fevers, strange] = [texts.filter(isFever).length, texts.filter(isStrange).length];
  const measured = texts.filter((one) => readQuick(one) !== null).length;
  const sums = [
    tallyText(tally(roster.members.length, [...draft.values()])),
    measured > 0 ? t("temperature.sum", { n: measured, fevers }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
  const given = open ? draft.get(open.person.id) : undefined;

  return (
    <>
      {purpose === "first" && <Suggested roster={roster} suggested={suggested} draft={draft} onChange={setDraft} />}
      {draft.size === 0 && all.size === 0 && (
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
      <button
        type="button"
        className="more-row"
        aria-expanded={taking === "open"}
        data-testid="take-temperatures"
        onClick={() => setTaking(taking === "open" ? "shut" : "open")}
      >
        <b>{t("temperature.title")}</b> <span className="quiet">{t("optional")}</span>
        {taking === "open" ? <UpOutline /> : <DownOutline />}
      </button>
      {taking === "open" && (
        <TemperatureList roster={roster} away={awayOf(draft)} all={all} onChange={setAll} onIll={setOpen} />
      )}
      {(draft.size > 0 || all.size > 0) && (
        <div className="submit-bar">
          <p data-testid="summary">{sums}</p>
          <Button
            block
            color="primary"
            size="large"
            data-testid="submit"
            loading={busy}
            disabled={strange > 0}
            onClick={go}
          >
            {purpose === "correction" ? t("check.submit_correction") : t("check.submit")}
          </Button>
        </div>
      )}
      <ExceptionPopup
        key={open?.person.id ?? "none"}
        member={open}
        given={given}
        measured={open ? readQuick(all.get(open.person.id) ?? "") : null}
        onClose={() => setOpen(null)}
        onMark={(exception) => setDraft(mark(draft, exception))}
        onClear={(personId) => setDraft(clear(draft, personId))}
      />
    </>
  );
}
