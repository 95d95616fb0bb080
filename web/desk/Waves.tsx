import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import {
  Button,
  Card,
  Descriptions,
  Progress,
  Segmented,
  Skeleton,
  Space,
  Table,
  type TableColumnsType,
  Tag,
} from "antd";
import { lazy, Suspense, useState } from "react";
import { api, call, page } from "../client/api";
import type { Wave, WaveDetail } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { back, go } from "../shared/route";
import { can, useMe } from "../shared/session";
import { moment, shortDay } from "../shared/time";
import { Coverage } from "./Coverage";
import { expected, percent, share } from "./coverage-paper";
import { IssueDialog } from "./IssueDialog";
import { usePlace } from "./place";
import { TaskTable, useTaskList } from "./Tasks";
import { Answer, More, Nothing } from "./ui";

// Charts are heavy, and most come for the list.
const DueView = lazy(() => import("./DueView"));

type View = "list" | "due";

const TONES: Record<Wave["state"], string> = { preparing: "gold", issued: "blue", recalled: "default" };

const WaveTag = ({ wave }: { wave: Wave }) => <Tag color={TONES[wave.state]}>{tCode("wave_state", wave.state)}</Tag>;

/** While its tasks are still being made, how many there are. */
const Made = ({ wave }: { wave: Wave }) =>
  wave.made < wave.expected ? (
    <Progress percent={percent(wave.made / wave.expected)} size="small" style={{ width: 120 }} />
  ) : (
    <>{wave.expected}</>
  );

function columns(today: string): TableColumnsType<Wave> {
  return [
    {
      title: t("task.what"),
      key: "what",
      render: (_, one) => (
        <button type="button" className="link" onClick={() => go(`/waves/${one.id}`)} data-testid="open-wave">
          {pick(one.title_zh, one.title_en)}
        </button>
      ),
    },
    { title: t("wave.from"), key: "from", render: (_, one) => one.from_unit.name },
    { title: t("wave.day"), key: "day", render: (_, one) => shortDay(one.day) },
    {
      title: t("task.due_col"),
      key: "due",
      render: (_, one) => (one.due ? moment(one.due, today) : t("wave.due_each")),
    },
    { title: t("wave.tasks"), key: "tasks", render: (_, one) => <Made wave={one} /> },
    { title: t("task.state"), key: "state", render: (_, one) => <WaveTag wave={one} /> },
  ];
}

/** All work issued in my reach, the newest first. */
export const useWaves = () =>
  useInfiniteQuery({
    queryKey: ["work", "waves"],
    queryFn: ({ pageParam }) =>
      page<Wave>(api.GET("/api/v1/work/waves", { params: { query: { limit: 100, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

function List() {
  const me = useMe();
  const asked = useWaves();
  const items = asked.data?.pages.flatMap((one) => one.items);
  return (
    <Answer of={{ data: items, error: asked.error, isPending: asked.isPending }}>
      {(list) =>
        list.length === 0 ? (
          <Nothing what={t("wave.none")} next={t(can(me, "work.issue") ? "wave.none_next" : "wave.none_reader")} />
        ) : (
          <>
            <Table
              size="small"
              rowKey="id"
              dataSource={list}
              columns={columns(me.today)}
              pagination={false}
              scroll={{ x: "max-content" }}
              data-testid="waves"
            />
            <More of={asked} />
          </>
        )
      }
    </Answer>
  );
}

function Figures({ detail }: { detail: WaveDetail }) {
  const me = useMe();
  const { wave, counts } = detail;
  const items = [
    { key: "from", label: t("wave.from"), children: wave.from_unit.name },
    { key: "at", label: t("wave.issued"), children: moment(wave.issued_at, me.today) },
    { key: "due", label: t("task.due_col"), children: wave.due ? moment(wave.due, me.today) : t("wave.due_each") },
    { key: "tasks", label: t("wave.tasks"), children: <Made wave={wave} /> },
    {
      key: "done",
      label: t("coverage.rate"),
      children: `${counts.done} / ${expected(counts)} (${percent(share(counts, "done"))}%)`,
    },
    { key: "state", label: t("task.state"), children: <WaveTag wave={wave} /> },
  ];
  return <Descriptions size="small" column={{ xs: 1, sm: 2, lg: 3 }} items={items} data-testid="wave-figures" />;
}

/** Its tasks at and below the chosen unit. */
function WaveTasks({ id }: { id: string }) {
  const { unit } = usePlace();
  const asked = useTaskList({ unit: unit.id, state: "all", wave: id });
  return (
    <Card title={t("wave.tasks_of", { unit: unit.name })}>
      <TaskTable of={asked} empty={<Nothing what={t("wave.no_tasks")} next={t("wave.no_tasks_next")} />} />
    </Card>
  );
}

/** One issuing of work: what it is, and how far it has come. */
export function WavePage({ id }: { id: string }) {
  const { unit } = usePlace();
  const asked = useQuery({
    queryKey: ["work", "wave", id],
    queryFn: () => call(api.GET("/api/v1/work/waves/{id}", { params: { path: { id } } })),
  });
  return (
    <>
      <div className="back">
        <Button type="link" onClick={back}>
          ‹ {t("nav.waves")}
        </Button>
      </div>
      <Answer of={asked}>
        {(detail) => (
          <div className="stack">
            <Card title={pick(detail.wave.title_zh, detail.wave.title_en)}>
              <Figures detail={detail} />
            </Card>
            <Coverage key={unit.id} wave={detail.wave} from={unit} />
            <WaveTasks id={id} />
          </div>
        )}
      </Answer>
    </>
  );
}

export function Waves() {
  const me = useMe();
  const [view, setView] = useState<View>("list");
  const [issuing, setIssuing] = useState<"open" | "shut">("shut");
  const extra = (
    <Space wrap>
      <Segmented<View>
        value={view}
        onChange={setView}
        options={[
          { value: "list", label: t("wave.list") },
          { value: "due", label: t("due.title") },
        ]}
      />
      {can(me, "work.issue") && (
        <Button type="primary" onClick={() => setIssuing("open")} data-testid="issue">
          {t("issue.open")}
        </Button>
      )}
    </Space>
  );
  return (
    <Card title={t("nav.waves")} extra={extra}>
      {view === "list" ? (
        <List />
      ) : (
        <Suspense fallback={<Skeleton active />}>
          <DueView />
        </Suspense>
      )}
      {issuing === "open" && <IssueDialog onClose={() => setIssuing("shut")} />}
    </Card>
  );
}
