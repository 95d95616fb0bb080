import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ErrorBlock, Skeleton } from "antd-mobile";
import { CheckCircleFill, ClockCircleFill, ExclamationCircleFill, RightOutline } from "antd-mobile-icons";
import { useEffect } from "react";
import { api, call } from "../client/api";
import type { DueCheck, DueList } from "../client/types";
import { setServerNow, useNow } from "../shared/clock";
import { problemText, t, tCode, useLocale } from "../shared/i18n";
import { items } from "../shared/outbox";
import { type CheckItem, isNewer, latestOf, type TaskItem } from "../shared/queue";
import { remembered } from "../shared/remember";
import { go } from "../shared/route";
import { useSymptoms } from "../shared/rules";
import { tally, tallyText } from "../shared/sentences";
import { can, useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { clockTime, countdown, longDay } from "../shared/time";
import { useTemplates } from "../shared/work";
import { rosterQuery } from "./roster";
import { TaskCard } from "./TaskCard";
import { agenda, rank, useTasks } from "./work";

async function askDue(): Promise<DueList> {
  const list = await call(api.GET("/api/v1/checks/due"));
  setServerNow(list.now);
  return list;
}

export const useDue = (asked: "asked" | "not_asked" = "asked") =>
  useQuery({
    queryKey: ["due"],
    queryFn: remembered("due", askDue),
    refetchInterval: 60_000,
    enabled: asked === "asked",
  });

/** Fetches what a check needs before the network goes: rosters of my groups and the symptoms. */
function usePreload(list: DueList | undefined) {
  const queries = useQueryClient();
  useSymptoms();
  useEffect(() => {
    for (const due of list?.items ?? []) void queries.prefetchQuery(rosterQuery(due.group.id, list?.day ?? ""));
  }, [list, queries]);
}

export type Shown = { tone: "good" | "wait" | "bad"; text: string; detail: string };

/** What stands on a check's card: this device's own report if newer than the server's, else the server's word. */
export function shownState(due: DueCheck, mine: CheckItem | undefined, now: number): Shown {
  const summary = mine ? tallyText(tally(mine.expected, mine.report.exceptions)) : "";
  if (mine?.state === "waiting" || mine?.state === "sending")
    return { tone: "wait", text: t("check.waiting"), detail: summary };
  if (mine?.state === "refused")
    return { tone: "bad", text: t("check.refused"), detail: tCode("problem", mine.problem_code ?? "unknown") };
  const receipt = mine?.receipt ?? due.latest;
  if (receipt)
    return {
      tone: "good",
      text: t("check.received", { time: clockTime(receipt.received_at) }),
      detail: tallyText(receipt),
    };
  const left = countdown(due.deadline, now);
  return {
    tone: left.overdue ? "bad" : "wait",
    text: left.text,
    detail: t("check.deadline", { time: clockTime(due.deadline), n: due.expected }),
  };
}

const ICONS = { good: <CheckCircleFill />, wait: <ClockCircleFill />, bad: <ExclamationCircleFill /> };

function DueCard({ due, now }: { due: DueCheck; now: number }) {
  const me = useMe();
  const queued = latestOf(useStore(items), me.account_id, due.group.id, due.check_type);
  const mine = queued && isNewer(queued, due.latest ?? null) ? queued : undefined;
  const shown = shownState(due, mine, now);
  const messages = mine || due.latest ? 0 : due.prefilled.filter((one) => one.message_id).length;
  return (
    <button
      type="button"
      className={`card due ${shown.tone}`}
      data-testid="due"
      onClick={() => go(`/check/${due.group.id}/${due.check_type}`)}
    >
      <span className="title">
        <b>{due.group.name}</b> {tCode("check_type", due.check_type)}
        {due.substitute && <em className="chip">{t("check.substitute")}</em>}
      </span>
      <span className={`state ${shown.tone}`}>
        {ICONS[shown.tone]} {shown.text}
      </span>
      <span className="detail">{shown.detail}</span>
      {messages > 0 && <span className="detail strong">{t("check.messages", { n: messages })}</span>}
      <RightOutline className="arrow" />
    </button>
  );
}

/** Checks and tasks together: what is late, what is due, what is done. */
export function Today() {
  useLocale();
  const me = useMe();
  const now = useNow();
  const due = useDue(can(me, "check.report") ? "asked" : "not_asked");
  const tasks = useTasks();
  useTemplates();
  usePreload(due.data);
  const sent = useStore(items).filter((one) => one.kind === "task" && one.account_id === me.account_id) as TaskItem[];
  const list = agenda(due.data?.items ?? [], tasks.data?.items ?? [], now, sent);
  const ids = new Set(sent.filter((one) => one.state !== "refused").map((one) => one.task_id));
  const late = list.filter((one) => rank(one, now, ids) === 0).length;
  const waits = (due.isLoading || tasks.isPending) && list.length === 0;
  const error = due.error ?? tasks.error;
  return (
    <section className="today">
      <header>
        <h1>{longDay(due.data?.day ?? me.today)}</h1>
        <p>{t("field.greeting", { name: me.person?.name ?? me.username })}</p>
        {late > 0 && (
          <p className="bad" data-testid="late">
            {t("task.late", { n: late })}
          </p>
        )}
      </header>
      {waits && <Skeleton.Paragraph lineCount={5} animated />}
      {error && <ErrorBlock status="default" title={problemText(error)} description={t("retry.soon")} />}
      {list.map((one) =>
        one.kind === "check" ? (
          <DueCard key={one.check.group.id + one.check.check_type} due={one.check} now={now} />
        ) : (
          <TaskCard key={one.task.id} task={one.task} now={now} />
        ),
      )}
      {!waits && !error && list.length === 0 && (
        <ErrorBlock status="empty" title={t("field.none_due")} description={t("field.none_due_next")} />
      )}
    </section>
  );
}
