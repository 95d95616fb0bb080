import { useInfiniteQuery } from "@tanstack/react-query";
import { Card, Segmented, Table, type TableColumnsType, Tag } from "antd";
import { type ReactNode, useState } from "react";
import { api, page } from "../client/api";
import type { Task } from "../client/types";
import { useNow } from "../shared/clock";
import { pick, t, tCode } from "../shared/i18n";
import { go } from "../shared/route";
import { personName } from "../shared/sentences";
import { useMe } from "../shared/session";
import { countdown, moment } from "../shared/time";
import { usePlace } from "./place";
import { TaskDrawer } from "./TaskDrawer";
import { Answer, More, Nothing } from "./ui";

type Filter = "to_review" | "not_closed" | "all";
const FILTERS: readonly Filter[] = ["to_review", "not_closed", "all"];

const TONES: Record<Task["state"], string> = {
  open: "default",
  submitted: "gold",
  accepted: "green",
  returned: "volcano",
  withdrawn: "default",
};

export const TaskTag = ({ task }: { task: Pick<Task, "state" | "overdue"> }) => (
  <>
    <Tag color={TONES[task.state]}>{tCode("task_state", task.state)}</Tag>
    {task.overdue && <Tag color="red">{t("task.overdue")}</Tag>}
  </>
);

/** Who is expected to act: the post, and its holder; a vacancy is said. */
export const Keeper = ({ post }: { post: Task["owner"] }) => (
  <>
    {tCode("post_kind", post.post)}
    {pick("：", ": ")}
    {post.person ? personName(post.person) : <span className="bad">{t("posts.vacant")}</span>}
  </>
);

function columns(now: number, today: string): TableColumnsType<Task> {
  return [
    {
      title: t("task.what"),
      key: "what",
      render: (_, one) => (
        <button type="button" className="link" onClick={() => go(`/tasks/${one.id}`)} data-testid="open-task">
          {pick(one.title_zh, one.title_en)}
        </button>
      ),
    },
    { title: t("unit"), key: "unit", render: (_, one) => one.unit.name },
    { title: t("task.owner"), key: "owner", render: (_, one) => <Keeper post={one.owner} /> },
    {
      title: t("task.due_col"),
      key: "due",
      render: (_, one) => {
        const left = countdown(one.due, now);
        const closed = one.state === "accepted" || one.state === "withdrawn";
        return (
          <>
            {moment(one.due, today)}
            {!closed && <div className={left.overdue ? "bad" : "quiet"}>{left.text}</div>}
          </>
        );
      },
    },
    { title: t("task.state"), key: "state", render: (_, one) => <TaskTag task={one} /> },
  ];
}

type Asked = { unit: string; state: Filter; wave?: string };

/** Tasks by deadline, a hundred at a time. */
export const useTaskList = ({ unit, state, wave }: Asked) =>
  useInfiniteQuery({
    queryKey: ["work", "tasks", unit, state, wave],
    queryFn: ({ pageParam }) =>
      page<Task>(
        api.GET("/api/v1/work/tasks", { params: { query: { unit, state, wave, limit: 100, cursor: pageParam } } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: unit !== "",
  });

export function TaskTable({ of, empty }: { of: ReturnType<typeof useTaskList>; empty: ReactNode }) {
  const me = useMe();
  const now = useNow();
  const items = of.data?.pages.flatMap((one) => one.items);
  return (
    <Answer of={{ data: items, error: of.error, isPending: of.isPending }}>
      {(list) =>
        list.length === 0 ? (
          empty
        ) : (
          <>
            <Table
              size="small"
              rowKey="id"
              dataSource={list}
              columns={columns(now, me.today)}
              pagination={false}
              scroll={{ x: "max-content" }}
              data-testid="tasks"
            />
            <More of={of} />
          </>
        )
      }
    </Answer>
  );
}

/** What must be done at and below a unit, and what waits for a review. */
export function Tasks({ open }: { open: string | undefined }) {
  const { unit } = usePlace();
  const [state, setState] = useState<Filter>("to_review");
  const asked = useTaskList({ unit: unit.id, state });
  const extra = (
    <Segmented<Filter>
      value={state}
      onChange={setState}
      options={FILTERS.map((value) => ({ value, label: tCode("task_filter", value) }))}
    />
  );
  const next = t(state === "to_review" ? "task.none_to_review" : "task.none_next");
  return (
    <Card title={t("task.title", { unit: unit.name })} extra={extra}>
      <TaskTable of={asked} empty={<Nothing what={t("task.none")} next={next} />} />
      {open && <TaskDrawer key={open} id={open} onClose={() => go("/tasks")} />}
    </Card>
  );
}
