import { useQuery } from "@tanstack/react-query";
import { Card, Segmented, Select, Table, Tabs, Tag } from "antd";
import { useState } from "react";
import { api, call, page } from "../client/api";
import type { ChecklistDetail, ChecklistHead, ChecklistTrend } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { go } from "../shared/route";
import { can, useMe } from "../shared/session";
import { addDays, shortDay } from "../shared/time";
import { held, trendPaper, worst } from "./checklist-trend";
import { ImportList } from "./ChecklistImport";
import { heat, percent } from "./coverage-paper";
import { Exports } from "./Exports";
import { usePlace } from "./place";
import { Sample } from "./Sample";
import { Answer, Failed, Nothing } from "./ui";

type Use = "self_check" | "inspection";
const YEAR = 365;

function Items({ detail }: { detail: ChecklistDetail }) {
  return (
    <Table
      size="small"
      rowKey="code"
      dataSource={detail.entries}
      pagination={{ pageSize: 60, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 860 }}
      data-testid="checklist-items"
      columns={[
        { title: t("checklist.code"), dataIndex: "code", key: "code" },
        { title: t("checklist.category"), key: "category", render: (_, one) => pick(one.category_zh, one.category_en) },
        {
          title: t("checklist.item"),
          key: "item",
          render: (_, one) => (
            <span className="work-text">
              {one.weight === "blocking" && <Tag color="red">{t("checklist.blocking")}</Tag>}
              {pick(one.text_zh, one.text_en)}
            </span>
          ),
        },
        { title: t("checklist.evidence"), key: "evidence", render: (_, one) => tCode("evidence", one.evidence) },
        {
          title: t("checklist.frequency"),
          key: "frequency",
          render: (_, one) => tCode("checklist_frequency", one.frequency),
        },
        { title: t("rule.source"), key: "source", render: (_, one) => one.source || tCode("rule_status", one.status) },
      ]}
    />
  );
}

function TrendTable({ trend, detail }: { trend: ChecklistTrend; detail: ChecklistDetail }) {
  const texts = new Map(detail.entries.map((one) => [one.code, pick(one.text_zh, one.text_en)]));
  const months = trend.months.map((month, n) => ({
    title: month,
    key: month,
    align: "right" as const,
    render: (_: unknown, item: ChecklistTrend["items"][number]) => {
      const of = held(item, n);
      return of === null ? (
        "—"
      ) : (
        <div className="cell-heat" style={{ background: heat(of) }}>
          {percent(of)}%
        </div>
      );
    },
  }));
  return (
    <div className="stack">
      <Exports
        name={t("checklist.trend")}
        paper={() => trendPaper(pick(detail.title_zh, detail.title_en), trend, (code) => texts.get(code) ?? code)}
      />
      <Table
        size="small"
        className="heat"
        rowKey="code"
        dataSource={worst(trend.items)}
        pagination={{ pageSize: 60, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: "max-content" }}
        data-testid="checklist-trend"
        columns={[
          { title: t("checklist.code"), dataIndex: "code", key: "code" },
          {
            title: t("checklist.item"),
            key: "item",
            render: (_, one) => <span className="work-text">{texts.get(one.code)}</span>,
          },
          ...months,
        ]}
      />
      <Table
        size="small"
        rowKey={(one) => one.unit.id}
        dataSource={[...trend.units].sort((a, b) => b.no - a.no)}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t("unit"), key: "unit", render: (_, one) => one.unit.name },
          { title: t("checklist.held"), dataIndex: "yes", key: "yes" },
          {
            title: t("checklist.failed"),
            key: "no",
            render: (_, one) => <span className={one.no > 0 ? "bad" : "good"}>{one.no}</span>,
          },
          { title: t("checklist.latest"), key: "day", render: (_, one) => shortDay(one.day) },
        ]}
      />
    </div>
  );
}

function Trend({ detail }: { detail: ChecklistDetail }) {
  const { unit, day } = usePlace();
  const [kind, setKind] = useState<Use>("self_check");
  const query = { unit: unit.id, kind, from: addDays(day, -YEAR), to: day };
  const asked = useQuery({
    queryKey: ["work", "trend", detail.id, query],
    queryFn: () =>
      call(api.GET("/api/v1/work/checklists/{list}/trend", { params: { path: { list: detail.id }, query } })),
  });
  return (
    <div className="stack" data-testid="trend">
      <div>
        <Segmented<Use>
          value={kind}
          onChange={setKind}
          options={(["self_check", "inspection"] as const).map((value) => ({
            value,
            label: tCode("work_kind", value),
          }))}
        />
      </div>
      <Answer of={asked}>
        {(trend) =>
          trend.items.length === 0 || trend.months.length === 0 ? (
            <Nothing what={t("checklist.no_trend")} next={t("checklist.no_trend_next")} />
          ) : (
            <TrendTable trend={trend} detail={detail} />
          )
        }
      </Answer>
    </div>
  );
}

function One({ id }: { id: string }) {
  const me = useMe();
  const { unit } = usePlace();
  const asked = useQuery({
    queryKey: ["checklists", unit.id, id],
    queryFn: () =>
      call(api.GET("/api/v1/work/checklists/{list}", { params: { path: { list: id }, query: { unit: unit.id } } })),
  });
  return (
    <Answer of={asked}>
      {(detail) => (
        <Tabs
          items={[
            {
              key: "items",
              label: t("checklist.items", { n: detail.entries.length }),
              children: <Items detail={detail} />,
            },
            { key: "trend", label: t("checklist.trend"), children: <Trend detail={detail} /> },
            ...(can(me, "work.issue") ? [{ key: "sample", label: t("checklist.sample"), children: <Sample /> }] : []),
            ...(can(me, "work.plan")
              ? [{ key: "import", label: t("checklist.import"), children: <ImportList list={detail} /> }]
              : []),
          ]}
        />
      )}
    </Answer>
  );
}

/** Guidance checklists: their items, what came of them, where inspectors go, and lists of one's own. */
export function Checklists({ open }: { open: string | undefined }) {
  const { unit } = usePlace();
  const asked = useQuery({
    queryKey: ["checklists", unit.id],
    queryFn: () => page<ChecklistHead>(api.GET("/api/v1/work/checklists", { params: { query: { unit: unit.id } } })),
    enabled: unit.id !== "",
  });
  const items = asked.data?.items;
  const chosen = open ?? items?.[0]?.id;
  return (
    <Card
      title={t("checklist.page", { unit: unit.name })}
      extra={
        items && (
          <Select<string>
            value={chosen}
            onChange={(id) => go(`/checklists/${id}`)}
            aria-label={t("nav.checklists")}
            popupMatchSelectWidth={false}
            options={items.map((one) => ({ value: one.id, label: pick(one.title_zh, one.title_en) }))}
            data-testid="choose-list"
          />
        )
      }
    >
      {asked.error ? <Failed error={asked.error} /> : null}
      {chosen && <One key={`${chosen}${unit.id}`} id={chosen} />}
      {items?.length === 0 && <Nothing what={t("checklist.none")} next={t("checklist.none_next")} />}
    </Card>
  );
}
