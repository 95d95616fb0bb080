import { useQuery } from "@tanstack/react-query";
import { ErrorBlock, NavBar, Skeleton } from "antd-mobile";
import { useState } from "react";
import type { DueCheck, Exception, Roster } from "../client/types";
import { useNow } from "../shared/clock";
import { problemText, t, tCode, useLocale } from "../shared/i18n";
import { items } from "../shared/outbox";
import { type CheckItem, isNewer, latestOf } from "../shared/queue";
import { back } from "../shared/route";
import { useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { clockTime, countdown } from "../shared/time";
import { begin, type Draft, fromExceptions, suggestions } from "./draft";
import { rosterQuery } from "./roster";
import { Sent } from "./Sent";
import { Sheet } from "./Sheet";
import { useDue } from "./Today";

function Deadline({ due }: { due: DueCheck }) {
  const left = countdown(due.deadline, useNow());
  return (
    <p className={`deadline ${left.overdue ? "bad" : "quiet"}`}>
      {t("check.before", { time: clockTime(due.deadline) })} · {left.text}
    </p>
  );
}

/** What was reported last for this check: by this phone if it is not yet in, else what the server has. */
const reported = (due: DueCheck, mine: CheckItem | undefined): { exceptions: readonly Exception[] } | null =>
  mine ? mine.report : (due.latest ?? null);

function Body({ due, roster }: { due: DueCheck; roster: Roster }) {
  const me = useMe();
  const queued = latestOf(useStore(items), me.account_id, due.group.id, due.check_type);
  const mine = queued && isNewer(queued, due.latest ?? null) ? queued : undefined;
  const before = reported(due, mine);
  const suggested = suggestions(due, roster);
  const [editing, setEditing] = useState<Draft | null>(null);
  if (before && !editing) {
    const correct = () => setEditing(fromExceptions(before.exceptions));
    return <Sent due={due} roster={roster} mine={mine} exceptions={before.exceptions} onCorrect={correct} />;
  }
  return (
    <>
      <Deadline due={due} />
      <Sheet
        due={due}
        roster={roster}
        suggested={suggested}
        initial={editing ?? begin(suggested, null)}
        taken={editing ? mine?.report.temperatures : undefined}
        purpose={editing ? "correction" : "first"}
        onSent={() => setEditing(null)}
      />
    </>
  );
}

export function CheckPage({ groupId, checkType }: { groupId: string; checkType: string }) {
  useLocale();
  const due = useDue();
  const one = due.data?.items.find((item) => item.group.id === groupId && item.check_type === checkType);
  const roster = useQuery({ ...rosterQuery(groupId, due.data?.day ?? ""), enabled: one !== undefined });
  const error = due.error ?? roster.error;
  return (
    <section className="check">
      <NavBar onBack={back}>{one ? `${one.group.name} ${tCode("check_type", one.check_type)}` : t("nav.today")}</NavBar>
      {error && !roster.data && (
        <ErrorBlock status="default" title={problemText(error)} description={t("retry.soon")} />
      )}
      {due.data && !one && (
        <ErrorBlock status="empty" title={t("problem.not_found")} description={t("field.none_due_next")} />
      )}
      {!error && one && !roster.data && <Skeleton.Paragraph lineCount={10} animated />}
      {one && roster.data && <Body due={one} roster={roster.data} />}
    </section>
  );
}
