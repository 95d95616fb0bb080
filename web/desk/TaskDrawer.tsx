import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Descriptions, Drawer, Input, Space, Timeline } from "antd";
import { useState } from "react";
import { api, call } from "../client/api";
import type { Task, TaskDetail, TaskRecord, WorkTemplate } from "../client/types";
import type { Answers, FormSchema } from "../shared/form/schema";
import { useForm } from "../shared/form/use-form";
import { answerText, words } from "../shared/form/words";
import { pick, problemText, t, tCode } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { personName } from "../shared/sentences";
import { can, useMe } from "../shared/session";
import { moment } from "../shared/time";
import { allQuestions, filesOf, formOf, NO_QUESTIONS, refusals, useTemplates } from "../shared/work";
import { Questions } from "./Questions";
import { Keeper, TaskTag } from "./Tasks";
import { Answer, Failed } from "./ui";

/** What was answered, in words, with its pictures. */
function Answers_({ record, template }: { record: TaskRecord; template: WorkTemplate | undefined }) {
  const questions = allQuestions(template?.form as unknown as FormSchema | null);
  const given = record.answers as Answers;
  const files = filesOf(questions, given);
  return (
    <>
      <dl className="answers">
        {[...questions]
          .filter(([name, one]) => given[name] !== undefined && !one["x-kind"])
          .map(([name, one]) => (
            <div key={name} style={{ display: "contents" }}>
              <dt>{words(one["x-title"])}</dt>
              <dd>{answerText(one, given[name])}</dd>
            </div>
          ))}
      </dl>
      {files.length > 0 && (
        <div className="evidence">
          {files.map((hash) => (
            <a key={hash} href={`/api/v1/files/${hash}`} target="_blank" rel="noreferrer">
              <img src={`/api/v1/files/${hash}`} alt={t("form.photo")} />
            </a>
          ))}
        </div>
      )}
    </>
  );
}

/** Who it was, where the reader may know: one of those who answer for the task. */
function nameOf(task: Task, id: string | null): string {
  const known = [task.owner.person, task.deputy?.person].find((one) => one?.id === id);
  return known ? personName(known) : t("person.hidden");
}

function History({ detail, template }: { detail: TaskDetail; template: WorkTemplate | undefined }) {
  const me = useMe();
  const records = detail.records.map((one) => ({
    at: one.at,
    color: "blue",
    content: (
      <>
        <p>
          <b>{t("task.handed_in")}</b> · {nameOf(detail.task, one.person_id)} · {moment(one.at, me.today)}
        </p>
        <Answers_ record={one} template={template} />
      </>
    ),
  }));
  const reviews = detail.reviews.map((one) => ({
    at: one.at,
    color: one.verdict === "accepted" ? "green" : "red",
    content: (
      <p>
        <b>{tCode("verdict", one.verdict)}</b> · {nameOf(detail.task, one.person_id)} · {moment(one.at, me.today)}
        {one.reason && <span className="work-text"> {one.reason}</span>}
      </p>
    ),
  }));
  const all = [...records, ...reviews].sort((a, b) => a.at.localeCompare(b.at));
  if (all.length === 0) return <p className="quiet">{t("task.no_history")}</p>;
  return <Timeline items={all} data-testid="history" />;
}

function useVerdict(task: Task, onDone: () => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const done = () => {
    void queries.invalidateQueries({ queryKey: ["work"] });
    onDone();
  };
  const params = { path: { id: task.id } };
  return useMutation({
    mutationFn: ({ verdict, reason }: { verdict: "accept" | "return"; reason: string }) =>
      verdict === "accept"
        ? call(api.POST("/api/v1/work/tasks/{id}/accept", { params, body: { reason } }))
        : call(api.POST("/api/v1/work/tasks/{id}/return", { params, body: { reason } })),
    onSuccess: done,
    onError: (error) => void message.error(problemText(error)),
  });
}

function ReviewBar({ task, onDone }: { task: Task; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const verdict = useVerdict(task, onDone);
  return (
    <Space orientation="vertical" className="block">
      <Input.TextArea
        value={reason}
        maxLength={2000}
        autoSize={{ minRows: 2 }}
        placeholder={t("task.reason")}
        aria-label={t("task.reason")}
        onChange={(e) => setReason(e.target.value)}
        data-testid="reason"
      />
      <Space>
        <Button
          type="primary"
          loading={verdict.isPending}
          onClick={() => verdict.mutate({ verdict: "accept", reason })}
          data-testid="accept"
        >
          {t("task.accept")}
        </Button>
        <Button
          danger
          disabled={!reason.trim()}
          loading={verdict.isPending}
          onClick={() => verdict.mutate({ verdict: "return", reason })}
          data-testid="return"
        >
          {t("task.return")}
        </Button>
      </Space>
    </Space>
  );
}

function EntryForm({ task, schema, onDone }: { task: Task; schema: FormSchema; onDone: () => void }) {
  const queries = useQueryClient();
  const [client_key] = useState(newKey);
  const send = useMutation({
    mutationFn: (answers: Answers) =>
      call(
        api.POST("/api/v1/work/tasks/{id}/submit", {
          params: { path: { id: task.id } },
          body: { client_key, answers: answers as never },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["work"] });
      onDone();
    },
  });
  const problems = send.error ? refusals((send.error as { errors?: [] }).errors) : [];
  const form = useForm(schema, {}, problems);
  return (
    <>
      <Questions form={form} unit={task.unit.id} />
      {send.error && problems.length === 0 ? <Failed error={send.error} /> : null}
      <Button
        type="primary"
        loading={send.isPending}
        onClick={() => {
          const answers = form.finish();
          if (answers) send.mutate(answers);
        }}
        data-testid="submit-task"
      >
        {form.questions.length > 0 ? t("task.submit") : t("task.done")}
      </Button>
    </>
  );
}

function Body({ detail, onClose }: { detail: TaskDetail; onClose: () => void }) {
  const me = useMe();
  const { task } = detail;
  const templates = useTemplates();
  const template = templates.data?.items.find((one) => one.id === task.template);
  const facts = [
    { key: "unit", label: t("unit"), children: task.unit.name },
    { key: "owner", label: t("task.owner"), children: <Keeper post={task.owner} /> },
    ...(task.deputy ? [{ key: "deputy", label: t("task.deputy"), children: <Keeper post={task.deputy} /> }] : []),
    { key: "due", label: t("task.due_col"), children: moment(task.due, me.today) },
    { key: "state", label: t("task.state"), children: <TaskTag task={task} /> },
  ];
  const open = task.state === "open" || task.state === "returned";
  return (
    <div className="stack">
      <Descriptions size="small" column={1} items={facts} />
      <History detail={detail} template={template} />
      {task.state === "submitted" && can(me, "work.review") && <ReviewBar task={task} onDone={onClose} />}
      {open && can(me, "work.do") && templates.data && (
        <EntryForm task={task} schema={formOf(template, task) ?? NO_QUESTIONS} onDone={onClose} />
      )}
    </div>
  );
}

/** One task: what was handed in, what was said of it, and what can be done now. */
export function TaskDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const asked = useQuery({
    queryKey: ["work", "task", id],
    queryFn: () => call(api.GET("/api/v1/work/tasks/{id}", { params: { path: { id } } })),
  });
  const title = asked.data ? pick(asked.data.task.title_zh, asked.data.task.title_en) : t("nav.tasks");
  return (
    <Drawer open title={title} size={620} onClose={onClose} className="record" data-testid="task-drawer">
      <Answer of={asked}>{(detail) => <Body detail={detail} onClose={onClose} />}</Answer>
    </Drawer>
  );
}
