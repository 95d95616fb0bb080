import { useInfiniteQuery } from "@tanstack/react-query";
import { Card, Table, type TableColumnsType } from "antd";
import { api, page } from "../client/api";
import type { AuditEntry } from "../client/types";
import { t, tCode } from "../shared/i18n";
import { useMe } from "../shared/session";
import { moment } from "../shared/time";
import { usePlace } from "./place";
import { Answer, More, Nothing } from "./ui";

const columns = (today: string): TableColumnsType<AuditEntry> => [
  { title: t("audit.at"), key: "at", fixed: "left", render: (_, one) => moment(one.at, today) },
  { title: t("audit.actor"), key: "actor", render: (_, one) => one.actor ?? t("audit.system") },
  {
    title: t("audit.action"),
    key: "action",
    render: (_, one) => (
      <>
        <span title={one.action}>{tCode("action", one.action)}</span>
      </>
    ),
  },
  { title: t("unit"), key: "unit", render: (_, one) => one.unit?.name ?? "—" },
  {
    title: t("audit.reason"),
    key: "reason",
    render: (_, one) => (one.reason ? tCode("look_reason", one.reason) : "—"),
  },
  { title: t("audit.outcome"), key: "outcome", render: (_, one) => tCode("audit_outcome", one.outcome) },
];

/** Who did what, when, on which row. Reading it is itself in it. */
export function Audit() {
  const me = useMe();
  const { unit } = usePlace();
  const asked = useInfiniteQuery({
    queryKey: ["audit", unit.id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      page<AuditEntry>(
        api.GET("/api/v1/audit", { params: { query: { unit: unit.id, limit: 100, cursor: pageParam } } }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return (
    <Card title={t("audit.title", { unit: unit.name })}>
      <Answer of={asked}>
        {(data) => {
          const rows = data.pages.flatMap((one) => one.items);
          if (rows.length === 0) return <Nothing what={t("audit.none")} next={t("audit.none_next")} />;
          return (
            <>
              <Table
                size="small"
                rowKey="id"
                dataSource={rows}
                columns={columns(me.today)}
                pagination={false}
                scroll={{ x: "max-content" }}
                data-testid="audit"
              />
              <More of={asked} />
            </>
          );
        }}
      </Answer>
    </Card>
  );
}
