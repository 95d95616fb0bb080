import { AimOutlined } from "@ant-design/icons";
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Card, Space, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { api, call, page } from "../client/api";
import type { Counts, CoverageItem, Task, UnitRef, Wave } from "../client/types";
import { pick, problemText, t, tCode } from "../shared/i18n";
import { go } from "../shared/route";
import {
  behind,
  coveragePaper,
  expected,
  heat,
  percent,
  share,
  type Stage,
  STAGES,
  unanswered,
} from "./coverage-paper";
import { Exports } from "./Exports";
import { isInstitution } from "./place";
import { Answer, Nothing } from "./ui";

const under = (wave: string, unit: string) =>
  queryOptions({
    queryKey: ["work", "coverage", wave, unit],
    queryFn: () => call(api.GET("/api/v1/work/coverage", { params: { query: { wave, under: unit } } })),
    enabled: unit !== "",
  });

/** A part of a school, and what an institution has to do itself, has nothing below it here. */
const goesDown = (part: CoverageItem): boolean => isInstitution(part.unit) && part.unit.id !== part.above;

/** The unit's own task in a wave. */
async function taskOf(wave: string, unit: string): Promise<Task | undefined> {
  const query = { unit, wave, state: "all" as const, limit: 500 };
  const { items } = await page<Task>(api.GET("/api/v1/work/tasks", { params: { query } }));
  return items.find((one) => one.unit.id === unit);
}

/** From a unit down to the first that has not answered: the institutions on the way, and it. */
async function firstMissing(queries: QueryClient, wave: string, from: UnitRef) {
  const way: UnitRef[] = [];
  let at = from;
  for (;;) {
    const [next] = unanswered((await queries.fetchQuery(under(wave, at.id))).parts);
    if (!next || !goesDown(next)) return { way, missing: next?.unit };
    way.push(next.unit);
    at = next.unit;
  }
}

function Heat({ counts, stage }: { counts: Counts; stage: Stage }) {
  const of = share(counts, stage);
  return (
    <div className="cell-heat" style={{ background: heat(of) }}>
      {counts[stage]} <span className="quiet">{percent(of)}%</span>
    </div>
  );
}

function columns(onOpen: (part: CoverageItem) => void): TableColumnsType<CoverageItem> {
  return [
    {
      title: t("unit"),
      key: "unit",
      fixed: "left",
      render: (_, one) => (
        <button type="button" className="link" onClick={() => onOpen(one)} data-testid="drill">
          {one.unit.name}
        </button>
      ),
    },
    { title: t("coverage.expected"), key: "expected", align: "right", render: (_, one) => expected(one.counts) },
    ...STAGES.map((stage) => ({
      title: tCode("coverage_stage", stage),
      key: stage,
      align: "right" as const,
      render: (_: unknown, one: CoverageItem) => <Heat counts={one.counts} stage={stage} />,
    })),
  ];
}

function Sum({ counts }: { counts: Counts }) {
  return (
    <Table.Summary.Row>
      <Table.Summary.Cell index={0}>
        <b>{t("coverage.sum")}</b>
      </Table.Summary.Cell>
      <Table.Summary.Cell index={1} align="right">
        {expected(counts)}
      </Table.Summary.Cell>
      {STAGES.map((stage, n) => (
        <Table.Summary.Cell key={stage} index={n + 2} align="right">
          <Heat counts={counts} stage={stage} />
        </Table.Summary.Cell>
      ))}
    </Table.Summary.Row>
  );
}

function Crumbs({ way, onBack }: { way: readonly UnitRef[]; onBack: (to: number) => void }) {
  return (
    <nav className="crumbs" aria-label={t("coverage.way")}>
      {way.map((one, n) => (
        <span key={one.id}>
          {n > 0 && "› "}
          {n < way.length - 1 ? (
            <button type="button" className="link" onClick={() => onBack(n)}>
              {one.name}
            </button>
          ) : (
            <b>{one.name}</b>
          )}
        </span>
      ))}
    </nav>
  );
}

/** What can be done where one stands: go down, look at a task, look for who is missing. */
function useWay(wave: string, from: UnitRef) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [way, setWay] = useState<readonly UnitRef[]>([from]);
  const at = way.at(-1) ?? from;
  const onError = (error: unknown) => void message.error(problemText(error));
  const find = useMutation({
    mutationFn: () => firstMissing(queries, wave, at),
    onSuccess: (found) => {
      setWay([...way, ...found.way]);
      if (found.missing) void message.warning(t("coverage.found", { unit: found.missing.name }));
      else void message.success(t("coverage.all_in", { unit: at.name }));
    },
    onError,
  });
  const look = useMutation({
    mutationFn: (unit: string) => taskOf(wave, unit),
    onSuccess: (task) => task && go(`/tasks/${task.id}`),
    onError,
  });
  const open = (part: CoverageItem) => (goesDown(part) ? setWay([...way, part.unit]) : look.mutate(part.unit.id));
  return { way, at, find, open, back: (to: number) => setWay(way.slice(0, to + 1)) };
}

/** How far a piece of work has come, from a unit down to the one class that has not answered. */
export function Coverage({ wave, from }: { wave: Wave; from: UnitRef }) {
  const { way, at, find, open, back } = useWay(wave.id, from);
  const asked = useQuery(under(wave.id, at.id));
  const parts = [...(asked.data?.parts ?? [])].sort(behind);
  const title = pick(wave.title_zh, wave.title_en);
  const extra = parts.length > 0 && (
    <Space wrap>
      <Button icon={<AimOutlined />} loading={find.isPending} onClick={() => find.mutate()} data-testid="find-missing">
        {t("coverage.find")}
      </Button>
      <Exports name={`${title} ${at.name}`} paper={() => coveragePaper(title, at.name, parts)} />
    </Space>
  );
  return (
    <Card title={t("coverage.title")} extra={extra}>
      <div className="stack">
        <Crumbs way={way} onBack={back} />
        <Answer of={asked}>
          {({ counts }) =>
            parts.length === 0 ? (
              <Nothing what={t("coverage.none")} next={t("coverage.none_next")} />
            ) : (
              <Table
                size="small"
                className="heat"
                rowKey={(one) => one.unit.id}
                dataSource={parts}
                columns={columns(open)}
                pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
                scroll={{ x: "max-content" }}
                summary={() => <Sum counts={counts} />}
                data-testid="coverage"
              />
            )
          }
        </Answer>
      </div>
    </Card>
  );
}
