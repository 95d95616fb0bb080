import { useQuery } from "@tanstack/react-query";
import { Button, ErrorBlock, NavBar, Skeleton } from "antd-mobile";
import { useEffect, useState } from "react";
import { api } from "../client/api";
import type { Task, TaskDetail } from "../client/types";
import { useNow } from "../shared/clock";
import { forget, keep, kept } from "../shared/device";
import type { Answers, FormSchema } from "../shared/form/schema";
import { useForm } from "../shared/form/use-form";
import { pick, problemText, t, useLocale } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { items, submit } from "../shared/outbox";
import { latestTask, type TaskItem } from "../shared/queue";
import { back } from "../shared/route";
import { useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { countdown, moment } from "../shared/time";
import { allQuestions, filesOf, formOf, NO_QUESTIONS, refusals, useTemplates } from "../shared/work";
import { Questions } from "./Questions";
import { Waiting } from "./Waiting";
import { reasonOf, taskQuery, useTasks } from "./work";

/** The task with its history; without signal what the list on this phone says of it. */
function useTask(id: string) {
  const list = useTasks();
  const listed = list.data?.items.find((one) => one.id === id);
  const detail = useQuery(taskQuery(id));
  const task: Task | undefined = detail.data?.task ?? listed;
  const unread = task !== undefined && !task.read_at;
  useEffect(() => {
    // Without signal it is told at the next look; nobody waits for it.
    if (unread)
      void api.POST("/api/v1/work/tasks/{id}/read", { params: { path: { id } }, body: {} }).catch(() => undefined);
  }, [id, unread]);
  return { task, detail };
}

/** A form half filled in is found again after a phone call or a reload. */
function useDraft(id: string) {
  const [draft, setDraft] = useState<Answers | null>(null);
  useEffect(() => {
    void kept<Answers>(`draft.${id}`).then((found) => setDraft(found ?? {}));
  }, [id]);
  return draft;
}

type EntryProps = { task: Task; schema: FormSchema; start: Answers; before: TaskItem | undefined; onSent: () => void };

function Entry({ task, schema, start, before, onSent }: EntryProps) {
  const me = useMe();
  const form = useForm(schema, start, refusals(before?.problems));
  const [busy, setBusy] = useState(false);
  const { answers } = form;
  useEffect(() => {
    if (Object.keys(answers).length > 0) void keep(`draft.${task.id}`, answers);
  }, [answers, task.id]);
  const send = async () => {
    const whole = form.finish();
    if (!whole) {
      setTimeout(() => document.querySelector(".question.wrong")?.scrollIntoView({ block: "center" }), 0);
      return;
    }
    setBusy(true);
    const client_key = newKey();
    await submit({
      kind: "task",
      client_key,
      day: me.today,
      task_id: task.id,
      unit_id: task.unit.id,
      files: filesOf(allQuestions(schema), whole),
      body: { client_key, answers: whole as Record<string, never> },
      hold: "send_now",
    });
    await forget(`draft.${task.id}`);
    setBusy(false);
    onSent();
  };
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Questions form={form} />
      <Button
        block
        type="submit"
        size="large"
        color="primary"
        data-testid="submit-task"
        loading={busy}
        className="gap-above"
      >
        {form.questions.length > 0 ? t("task.submit") : t("task.done")}
      </Button>
    </form>
  );
}

function Head({ task, reason }: { task: Task; reason: string }) {
  const me = useMe();
  const left = countdown(task.due, useNow());
  return (
    <>
      <p className={`deadline ${left.overdue ? "bad" : "quiet"}`}>
        {task.unit.name} · {t("task.due", { time: moment(task.due, me.today) })} · {left.text}
      </p>
      {task.state === "returned" && (
        <div className="card returned" role="alert" data-testid="returned">
          <h3>{t("task.returned")}</h3>
          <p className="task-text">{reason}</p>
        </div>
      )}
    </>
  );
}

function Body({ task, detail }: { task: Task; detail: TaskDetail | undefined }) {
  const me = useMe();
  const templates = useTemplates();
  const template = templates.data?.items.find((one) => one.id === task.template);
  const mine = latestTask(useStore(items), me.account_id, task.id);
  const draft = useDraft(task.id);
  const [again, setAgain] = useState<"asked" | "as_needed">("as_needed");
  const words = { received: t("task.submitted"), received_detail: t("task.submitted_detail") };
  if (mine && again === "as_needed" && !(mine.state === "received" && task.state === "returned"))
    return (
      <div className="sent">
        <Waiting item={mine} words={words} />
        {mine.state === "refused" && (
          <Button block size="large" data-testid="task-again" onClick={() => setAgain("asked")}>
            {t("task.correct")}
          </Button>
        )}
        <Button block size="large" color="primary" onClick={back}>
          {t("check.back_to_list")}
        </Button>
      </div>
    );
  if (!templates.data || draft === null) return <Skeleton.Paragraph lineCount={6} animated />;
  return (
    <>
      {template?.guide_zh && (
        <details className="card">
          <summary>{t("task.guide")}</summary>
          <p className="task-text">{pick(template.guide_zh, template.guide_en ?? template.guide_zh)}</p>
        </details>
      )}
      {template?.kind === "round" && (
        <a className="card" href="#/dilution">
          {t("dilution.title")} ›
        </a>
      )}
      <Head task={task} reason={reasonOf(detail)} />
      <Entry
        task={task}
        schema={formOf(template, task) ?? NO_QUESTIONS}
        start={Object.keys(draft).length > 0 ? draft : (mine?.body.answers ?? {})}
        before={mine}
        onSent={() => setAgain("as_needed")}
      />
    </>
  );
}

/** One task: what is asked, by when, and what was said of it. Works without signal. */
export function TaskPage({ id }: { id: string }) {
  useLocale();
  const { task, detail } = useTask(id);
  return (
    <section className="check">
      <NavBar onBack={back}>{task ? pick(task.title_zh, task.title_en) : t("nav.today")}</NavBar>
      {task && <Body key={task.id} task={task} detail={detail.data} />}
      {!task && detail.isPending && <Skeleton.Paragraph lineCount={8} animated />}
      {!task && detail.isError && (
        <ErrorBlock status="default" title={problemText(detail.error)} description={t("retry.soon")} />
      )}
    </section>
  );
}
