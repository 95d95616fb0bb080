import { Button } from "antd-mobile";
import { CheckCircleFill, ClockCircleFill, ExclamationCircleFill } from "antd-mobile-icons";
import { useEffect, useState } from "react";
import type { DueCheck, Exception, Roster } from "../client/types";
import { t, tCode } from "../shared/i18n";
import { dismiss, undo } from "../shared/outbox";
import { canUndo, type CheckItem } from "../shared/queue";
import { go } from "../shared/route";
import { useSymptomText } from "../shared/rules";
import { personName, tally, tallyText } from "../shared/sentences";
import { clockTime } from "../shared/time";

type Props = {
  due: DueCheck;
  roster: Roster;
  mine: CheckItem | undefined;
  exceptions: readonly Exception[];
  onCorrect: () => void;
};

/** Redraws while there are seconds left to undo. */
function useUndoSeconds(mine: CheckItem | undefined): number {
  const [now, setNow] = useState(Date.now);
  const open = mine !== undefined && canUndo(mine, now);
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [open]);
  return open ? Math.ceil((mine.not_before - now) / 1000) : 0;
}

function Status({ due, mine, held }: Pick<Props, "due" | "mine"> & { held: boolean }) {
  if (mine?.state === "refused") {
    return (
      <div className="status bad" data-testid="status">
        <ExclamationCircleFill />
        <b>{t("check.refused")}</b>
        <p>{tCode("problem", mine.problem_code ?? "unknown")}</p>
        <Button size="small" onClick={() => void dismiss(mine.client_key)}>
          {t("check.dismiss")}
        </Button>
      </div>
    );
  }
  if (mine && mine.state !== "received") {
    return (
      <div className="status wait" data-testid="status">
        <ClockCircleFill />
        <b>{t(held ? "check.held" : "check.waiting")}</b>
        <p>{t(held ? "check.held_detail" : "check.waiting_detail")}</p>
      </div>
    );
  }
  const at = mine?.receipt?.received_at ?? due.latest?.received_at;
  return (
    <div className="status good" data-testid="status">
      <CheckCircleFill />
      <b>{t("check.received", { time: at ? clockTime(at) : "" })}</b>
    </div>
  );
}

/** After the report: its state, its sums, who was named, and the way to correct it. */
export function Sent({ due, roster, mine, exceptions, onCorrect }: Props) {
  const symptoms = useSymptomText();
  const seconds = useUndoSeconds(mine);
  const expected = mine?.expected ?? due.latest?.expected ?? roster.members.length;
  const nameOf = (id: string) => {
    const member = roster.members.find((one) => one.person.id === id);
    return member ? personName(member.person) : t("person.hidden");
  };
  return (
    <div className="sent">
      <Status due={due} mine={mine} held={seconds > 0} />
      <div className="card">
        <p className="sums" data-testid="sums">
          {tallyText(tally(expected, exceptions))}
        </p>
        {exceptions.length === 0 && <p className="quiet">{t("check.zero_report")}</p>}
        {exceptions.map((one) => (
          <p key={one.person_id} className="row">
            <b>{nameOf(one.person_id)}</b>
            <span>
              {[
                tCode("exception", one.kind),
                symptoms(one.symptoms),
                one.celsius ? t("celsius", { n: one.celsius }) : "",
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </p>
        ))}
      </div>
      {seconds > 0 && mine && (
        <Button block size="large" data-testid="undo" onClick={() => void undo(mine.client_key)}>
          {t("check.undo", { n: seconds })}
        </Button>
      )}
      {seconds === 0 && (
        <Button block size="large" data-testid="correct" onClick={onCorrect}>
          {t("check.correct")}
        </Button>
      )}
      <Button block size="large" color="primary" onClick={() => go("/today")}>
        {t("check.back_to_list")}
      </Button>
    </div>
  );
}
