import { useQuery } from "@tanstack/react-query";
import { CheckCircleFill, ClockCircleFill, ExclamationCircleFill, RightOutline } from "antd-mobile-icons";
import type { Task } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { items } from "../shared/outbox";
import { latestTask, type TaskItem } from "../shared/queue";
import { go } from "../shared/route";
import { useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { countdown, moment } from "../shared/time";
import { reasonOf, taskQuery } from "./work";

type Tone = "good" | "wait" | "bad";

/** What stands on a task's card: what this phone has sent if the server does not yet say so, else the server's word. */
export function shownTask(
  task: Task,
  mine: TaskItem | undefined,
  now: number,
  { today, reason }: { today: string; reason: string },
): { tone: Tone; text: string; detail: string } {
  if (mine?.state === "waiting" || mine?.state === "sending")
    return { tone: "wait", text: t("check.waiting"), detail: t("check.waiting_detail") };
  if (mine?.state === "refused")
    return { tone: "bad", text: t("check.refused"), detail: tCode("problem", mine.problem_code ?? "unknown") };
  if (mine?.state === "received" || task.state === "submitted")
    return { tone: "good", text: t("task.submitted"), detail: t("task.submitted_detail") };
  const left = countdown(task.due, now);
  const due = t("task.due", { time: moment(task.due, today) });
  if (task.state === "returned")
    return { tone: "bad", text: t("task.returned"), detail: [reason, due].filter(Boolean).join(" · ") };
  return { tone: left.overdue ? "bad" : "wait", text: left.text, detail: due };
}

const ICONS = { good: <CheckCircleFill />, wait: <ClockCircleFill />, bad: <ExclamationCircleFill /> };

export function TaskCard({ task, now }: { task: Task; now: number }) {
  const me = useMe();
  const mine = latestTask(useStore(items), me.account_id, task.id);
  const detail = useQuery({ ...taskQuery(task.id), enabled: task.state === "returned", staleTime: 60_000 });
  const shown = shownTask(task, mine, now, { today: me.today, reason: reasonOf(detail.data) });
  return (
    <button
      type="button"
      className={`card due ${shown.tone}`}
      data-testid="task"
      data-template={task.template}
      onClick={() => go(`/task/${task.id}`)}
    >
      <span className="title">
        <b>{pick(task.title_zh, task.title_en)}</b> {task.unit.name}
      </span>
      <span className={`state ${shown.tone}`}>
        {ICONS[shown.tone]} {shown.text}
      </span>
      <span className="detail">{shown.detail}</span>
      <RightOutline className="arrow" />
    </button>
  );
}
