import { useQuery } from "@tanstack/react-query";
import { Card, Table, type TableColumnsType, Tag } from "antd";
import { api, call } from "../client/api";
import type { CheckView } from "../client/types";
import { t, tCode } from "../shared/i18n";
import { useSymptomText } from "../shared/rules";
import { personName, tallyText } from "../shared/sentences";
import { clockTime, longDay } from "../shared/time";
import { ClassGrid } from "./Completeness";
import { isGroup, usePlace } from "./place";
import { Answer, Nothing } from "./ui";

function Exceptions({ check }: { check: CheckView }) {
  const symptoms = useSymptomText();
  if (check.exceptions.length === 0) return <span className="good">{t("check.zero_report")}</span>;
  return check.exceptions.map((one) => (
    <div key={one.person_id}>
      <b>{personName(one.person)}</b>{" "}
      {[
        tCode("exception", one.kind),
        symptoms(one.symptoms),
        one.celsius ? t("celsius", { n: one.celsius }) : "",
        one.note,
      ]
        .filter(Boolean)
        .join(" · ")}
    </div>
  ));
}

const columns = (): TableColumnsType<CheckView> => [
  {
    title: t("check.type"),
    key: "type",
    render: (_, one) => (
      <>
        {tCode("check_type", one.check_type)}{" "}
        {one.current ? <Tag color="green">{t("check.current")}</Tag> : <Tag>{t("check.superseded")}</Tag>}
      </>
    ),
  },
  {
    title: t("check.when"),
    key: "when",
    render: (_, one) => (
      <>
        {t("check.seen_at", { time: clockTime(one.occurred_at) })} ·{" "}
        {t("check.received", { time: clockTime(one.received_at) })}
        {one.clock_adjusted && <div className="quiet">{t("check.clock_adjusted")}</div>}
      </>
    ),
  },
  {
    title: t("check.checker"),
    key: "checker",
    render: (_, one) => (
      <>
        {one.checker ? personName(one.checker) : "—"}
        {one.on_paper && <Tag>{t("check.on_paper")}</Tag>}
      </>
    ),
  },
  { title: t("check.sums"), key: "sums", render: (_, one) => tallyText(one) },
  { title: t("check.exceptions"), key: "exceptions", render: (_, one) => <Exceptions check={one} /> },
];

function OfGroup({ id }: { id: string }) {
  const { day } = usePlace();
  const group = useQuery({
    queryKey: ["units", "one", id],
    queryFn: () => call(api.GET("/api/v1/units/{id}", { params: { path: { id } } })),
    staleTime: Infinity,
  });
  const asked = useQuery({
    queryKey: ["checks", id, day],
    queryFn: () => call(api.GET("/api/v1/checks", { params: { query: { group: id, day } } })),
  });
  return (
    <Card className="gap" title={`${group.data?.name ?? ""} · ${longDay(day)}`} data-testid="group-checks">
      <Answer of={asked}>
        {(data) =>
          data.items.length === 0 ? (
            <Nothing what={t("check.none")} next={t("check.none_next")} />
          ) : (
            <Table
              size="small"
              rowKey="check_id"
              dataSource={data.items}
              columns={columns()}
              pagination={false}
              scroll={{ x: "max-content" }}
              rowClassName={(one) => (one.current ? "" : "superseded")}
            />
          )
        }
      </Answer>
    </Card>
  );
}

/** The checks of one group on a day, corrected ones included: nothing is overwritten. */
export function Checks({ groupId }: { groupId: string | undefined }) {
  const { unit, day } = usePlace();
  const chosen = groupId ?? (isGroup(unit) ? unit.id : undefined);
  const query = { unit: unit.id, day, check_type: "morning" as const };
  const groups = useQuery({
    queryKey: ["completeness", unit.id, day, "morning"],
    queryFn: () => call(api.GET("/api/v1/completeness", { params: { query } })),
    enabled: unit.id !== "" && !isGroup(unit),
  });
  return (
    <>
      {chosen && <OfGroup id={chosen} />}
      {!isGroup(unit) && (
        <Card title={t("check.choose_group", { unit: unit.name })}>
          <Answer of={groups}>
            {(data) => {
              const found = data.items.filter((one) => isGroup(one.unit));
              return found.length > 0 ? (
                <ClassGrid items={found} />
              ) : (
                <Nothing what={t("check.no_groups")} next={t("check.no_groups_next")} />
              );
            }}
          </Answer>
        </Card>
      )}
    </>
  );
}
