import { useQuery } from "@tanstack/react-query";
import { Card, Segmented, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { api, call } from "../client/api";
import type { DutyLine, DutySeat, Paper, ResponsibilityChain } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { personName } from "../shared/sentences";
import { Exports } from "./Exports";
import { usePlace } from "./place";
import { Answer, Nothing } from "./ui";

type Shown = "gaps" | "all";
type Names = ReadonlyMap<string, string>;

const who = (seat: DutySeat | null): string =>
  seat
    ? `${tCode("post_kind", seat.post)}${pick("：", ": ")}${seat.person ? personName(seat.person) : t("posts.vacant")}`
    : "—";

const Seat = ({ seat }: { seat: DutySeat | null }) => (
  <span className={seat && !seat.person ? "bad" : undefined}>{who(seat)}</span>
);

const columns = (names: Names): TableColumnsType<DutyLine> => [
  { title: t("unit"), key: "unit", render: (_, one) => names.get(one.unit_id) },
  { title: t("chain.duty"), key: "duty", render: (_, one) => pick(one.title_zh, one.title_en) },
  { title: t("task.owner"), key: "owner", render: (_, one) => <Seat seat={one.owner} /> },
  { title: t("task.deputy"), key: "deputy", render: (_, one) => <Seat seat={one.deputy} /> },
  { title: t("chain.supervisor"), key: "supervisor", render: (_, one) => <Seat seat={one.supervisor} /> },
  {
    title: t("chain.gaps"),
    key: "gaps",
    render: (_, one) =>
      one.gaps.map((gap) => (
        <Tag key={gap} color={gap === "no_owner" ? "red" : "gold"}>
          {tCode("chain_gap", gap)}
        </Tag>
      )),
  },
];

const paper = (lines: readonly DutyLine[], names: Names, where: string): Paper => ({
  paper: "table",
  title: t("chain.title"),
  subtitle: where,
  turned: "sideways",
  columns: [
    { heading: t("unit"), share: 4 },
    { heading: t("chain.duty"), share: 5 },
    { heading: t("task.owner"), share: 5 },
    { heading: t("task.deputy"), share: 5 },
    { heading: t("chain.supervisor"), share: 5 },
    { heading: t("chain.gaps"), share: 4 },
  ],
  rows: lines.map((one) => [
    names.get(one.unit_id) ?? "",
    pick(one.title_zh, one.title_en),
    who(one.owner),
    who(one.deputy),
    who(one.supervisor),
    one.gaps.map((gap) => tCode("chain_gap", gap)).join(t("list.comma")),
  ]),
  notes: [],
  foot: t("app.name"),
});

function Lines({ chain, where }: { chain: ResponsibilityChain; where: string }) {
  const [shown, setShown] = useState<Shown>("gaps");
  const names = new Map(chain.units.map((one) => [one.id, one.name]));
  const gaps = chain.lines.filter((one) => one.gaps.length > 0);
  const lines = shown === "gaps" ? gaps : chain.lines;
  return (
    <div className="stack">
      <div>
        <Segmented<Shown>
          value={shown}
          onChange={setShown}
          options={[
            { value: "gaps", label: t("chain.with_gaps", { n: gaps.length }) },
            { value: "all", label: t("chain.all", { n: chain.lines.length }) },
          ]}
        />{" "}
        {lines.length > 0 && <Exports name={t("chain.title")} paper={() => paper(lines, names, where)} />}
      </div>
      {lines.length === 0 ? (
        <Nothing what={t("chain.no_gaps")} next={t("chain.no_gaps_next")} />
      ) : (
        <Table
          size="small"
          rowKey={(one) => `${one.unit_id} ${one.template}`}
          dataSource={lines}
          columns={columns(names)}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          scroll={{ x: 860 }}
          data-testid="chain"
        />
      )}
    </div>
  );
}

/** For every duty here and below: who does it, who stands in, who sees to it, and what is missing. */
export function DutyChain() {
  const { unit } = usePlace();
  const asked = useQuery({
    queryKey: ["posts", "chain", unit.id],
    queryFn: () => call(api.GET("/api/v1/units/{id}/chain", { params: { path: { id: unit.id } } })),
    enabled: unit.id !== "",
  });
  return (
    <Card title={t("chain.title")}>
      <Answer of={asked}>
        {(chain) =>
          chain.lines.length === 0 ? (
            <Nothing what={t("chain.none")} next={t("duty.none_next")} />
          ) : (
            <Lines chain={chain} where={unit.name} />
          )
        }
      </Answer>
    </Card>
  );
}
