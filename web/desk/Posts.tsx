import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  App,
  Button,
  Card,
  DatePicker,
  Form,
  Popconfirm,
  Segmented,
  Select,
  Space,
  Table,
  type TableColumnsType,
  Tag,
} from "antd";
import type { Dayjs } from "dayjs";
import dayjs from "dayjs";
import { useState } from "react";
import { api, call } from "../client/api";
import type { Post, UnitRef } from "../client/types";
import { problemText, t, tCode } from "../shared/i18n";
import { personName } from "../shared/sentences";
import { can, useMe } from "../shared/session";
import { addDays, shortDay } from "../shared/time";
import { chosen, FormDialog, PersonPicker } from "./forms";
import { usePlace } from "./place";
import { Answer, Nothing } from "./ui";

const KINDS: readonly Post["kind"][] = [
  "class_teacher",
  "team_lead",
  "dormitory_keeper",
  "health_officer",
  "principal",
  "secretary",
  "clerk",
  "county_duty",
];
type Shown = "itself" | "and_below";
type Task = { what: "create" } | { what: "substitute" | "holder"; post: Post };
type Answers = { person: string; from: Dayjs; to?: Dayjs | null; kind: Post["kind"] };

function useChange(unit: UnitRef, onDone: () => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ["posts"] });
    void message.success(t("saved"));
  };
  const change = useMutation({
    mutationFn: async ({ task, answers }: { task: Task; answers: Answers }): Promise<void> => {
      if (task.what === "create") {
        const params = { path: { id: unit.id } };
        await call(api.POST("/api/v1/units/{id}/posts", { params, body: { kind: answers.kind } }));
        return;
      }
      const params = { path: { id: task.post.unit.id, post_id: task.post.post_id } };
      const body = {
        person_id: answers.person,
        from: answers.from.format("YYYY-MM-DD"),
        to: answers.to ? answers.to.format("YYYY-MM-DD") : null,
        substitute: task.what === "substitute",
      };
      await call(api.POST("/api/v1/units/{id}/posts/{post_id}/holdings", { params, body }));
    },
    onSuccess: () => {
      refresh();
      onDone();
    },
  });
  const end = useMutation({
    mutationFn: ({ post, last }: { post: Post; last: string }) =>
      call(
        api.POST("/api/v1/units/{id}/holdings/{holding_id}/end", {
          params: { path: { id: post.unit.id, holding_id: post.holding_id ?? "" } },
          body: { last },
        }),
      ),
    onSuccess: refresh,
    onError: (error) => void message.error(problemText(error)),
  });
  return { change, end };
}

type Change = ReturnType<typeof useChange>["change"];

function Dialog({ task, change, onClose }: { task: Task; change: Change; onClose: () => void }) {
  const me = useMe();
  const { unit } = usePlace();
  const common = {
    busy: change.isPending,
    error: change.error,
    onCancel: onClose,
    onSubmit: (answers: Answers) => change.mutate({ task, answers }),
  };
  if (task.what === "create")
    return (
      <FormDialog<Answers> {...common} title={t("posts.create_title", { unit: unit.name })} submit={t("posts.create")}>
        <Form.Item name="kind" label={t("posts.kind")} rules={chosen()}>
          <Select options={KINDS.map((value) => ({ value, label: tCode("post_kind", value) }))} />
        </Form.Item>
      </FormDialog>
    );
  const names = { unit: task.post.unit.name, post: tCode("post_kind", task.post.kind) };
  const stands = task.what === "substitute";
  return (
    <FormDialog<Answers>
      {...common}
      title={stands ? t("posts.substitute_title", names) : t("posts.holder_title", names)}
      submit={stands ? t("posts.substitute") : t("posts.appoint")}
      initial={{ from: dayjs(me.today), ...(stands ? { to: dayjs(me.today) } : {}) }}
    >
      <p className="quiet">{stands ? t("posts.substitute_detail") : t("posts.holder_detail")}</p>
      <Form.Item name="person" label={t("person")} rules={chosen()}>
        <PersonPicker unit={task.post.unit.id} />
      </Form.Item>
      <Space>
        <Form.Item name="from" label={t("posts.from")} rules={chosen()}>
          <DatePicker allowClear={false} />
        </Form.Item>
        <Form.Item name="to" label={t("posts.to")} rules={stands ? chosen() : []}>
          <DatePicker allowClear={!stands} placeholder={stands ? undefined : t("optional")} />
        </Form.Item>
      </Space>
    </FormDialog>
  );
}

const span = (post: Post): string => {
  if (!post.from) return "—";
  const to = post.to ? shortDay(post.to) : t("posts.open_end");
  return `${shortDay(post.from)} – ${to}`;
};

function Holder({ post, today }: { post: Post; today: string }) {
  if (!post.holder) return <span className="bad">{t("posts.vacant")}</span>;
  return (
    <>
      {personName(post.holder)} {post.substitute && <Tag color="blue">{t("check.substitute")}</Tag>}
      {post.from && post.from > today && <Tag>{t("posts.later")}</Tag>}
    </>
  );
}

type Verbs = { ask: (task: Task) => void; end: (post: Post, last: string) => void };

function columns(today: string, manages: boolean, { ask, end }: Verbs): TableColumnsType<Post> {
  const all: TableColumnsType<Post> = [
    { title: t("unit"), key: "unit", render: (_, one) => one.unit.name },
    { title: t("posts.kind"), key: "kind", render: (_, one) => tCode("post_kind", one.kind) },
    { title: t("posts.holder"), key: "holder", render: (_, one) => <Holder post={one} today={today} /> },
    { title: t("posts.days"), key: "days", render: (_, one) => span(one) },
  ];
  const last = (post: Post) => (post.from && post.from > today ? addDays(post.from, -1) : today);
  const actions = {
    title: t("account.actions"),
    key: "actions",
    render: (_: unknown, post: Post) => (
      <Space>
        {!post.substitute && post.holder && (
          <Button size="small" onClick={() => ask({ what: "substitute", post })}>
            {t("posts.substitute")}
          </Button>
        )}
        {!post.substitute && (
          <Button size="small" onClick={() => ask({ what: "holder", post })}>
            {post.holder ? t("posts.succeed") : t("posts.appoint")}
          </Button>
        )}
        {post.holding_id && (
          <Popconfirm
            title={t("posts.end_sure")}
            okText={t("posts.end")}
            cancelText={t("cancel")}
            onConfirm={() => end(post, last(post))}
          >
            <Button size="small">{t("posts.end")}</Button>
          </Popconfirm>
        )}
      </Space>
    ),
  };
  return manages ? [...all, actions] : all;
}

/** Who holds which post today, who stands in, and from when to when. */
export function Posts() {
  const me = useMe();
  const { unit } = usePlace();
  const [shown, setShown] = useState<Shown>("and_below");
  const [task, setTask] = useState<Task | null>(null);
  const { change, end } = useChange(unit, () => setTask(null));
  const manages = can(me, "post.manage");
  const asked = useQuery({
    queryKey: ["posts", unit.id, shown],
    queryFn: () =>
      call(api.GET("/api/v1/units/{id}/posts", { params: { path: { id: unit.id }, query: { of: shown } } })),
    placeholderData: (before) => before,
  });
  const open = (next: Task) => {
    change.reset();
    setTask(next);
  };
  const extra = (
    <Space wrap>
      <Segmented<Shown>
        value={shown}
        onChange={setShown}
        options={[
          { value: "and_below", label: t("posts.and_below") },
          { value: "itself", label: t("posts.itself") },
        ]}
      />
      {manages && <Button onClick={() => open({ what: "create" })}>{t("posts.create")}</Button>}
    </Space>
  );
  const verbs = { ask: open, end: (post: Post, last: string) => end.mutate({ post, last }) };
  return (
    <Card title={t("posts.title", { unit: unit.name })} extra={extra}>
      <Answer of={asked}>
        {(data) =>
          data.items.length === 0 ? (
            <Nothing what={t("posts.none")} next={t(manages ? "posts.none_next" : "posts.none_reader")} />
          ) : (
            <Table
              size="small"
              rowKey={(one) => one.holding_id ?? one.post_id}
              dataSource={data.items}
              columns={columns(me.today, manages, verbs)}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: "max-content" }}
              data-testid="posts"
            />
          )
        }
      </Answer>
      {task && <Dialog task={task} change={change} onClose={() => setTask(null)} />}
    </Card>
  );
}
