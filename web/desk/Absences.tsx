import { useInfiniteQuery } from "@tanstack/react-query";
import { Card, Segmented, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { api, page } from "../client/api";
import type { Absence } from "../client/types";
import { t, tCode } from "../shared/i18n";
import { go } from "../shared/route";
import { useDiseaseText, useSymptomText } from "../shared/rules";
import { personName } from "../shared/sentences";
import { daysBetween, shortDay } from "../shared/time";
import { AbsenceDrawer } from "./AbsenceDrawer";
import { usePlace } from "./place";
import { Answer, More, Nothing } from "./ui";

type Shown = "open" | "returned" | "all";
const SHOWN: readonly Shown[] = ["open", "returned", "all"];

const TRACE = { untraced: "red", traced_by_teacher: "gold", traced_by_health_officer: "green" } as const;

function useColumns(): TableColumnsType<Absence> {
  const symptoms = useSymptomText();
  const disease = useDiseaseText();
  const { day } = usePlace();
  const back = (one: Absence) => {
    if (one.state !== "open") return tCode("absence_state", one.state);
    if (!one.expected_return) return "—";
    const late = daysBetween(one.expected_return, day);
    return (
      <>
        {shortDay(one.expected_return)}
        {late > 0 && <b className="bad"> {t("absence.late", { n: late })}</b>}
      </>
    );
  };
  return [
    {
      title: t("person"),
      key: "person",
      fixed: "left",
      render: (_, one) => (
        <button type="button" className="link" onClick={() => go(`/absences/${one.id}`)}>
          {personName(one.person)}
        </button>
      ),
    },
    {
      title: t("class"),
      key: "class",
      sorter: (a, b) => a.class.name.localeCompare(b.class.name, "zh"),
      render: (_, one) => one.class.name,
    },
    {
      title: t("absence.onset_col"),
      key: "onset",
      defaultSortOrder: "descend",
      sorter: (a, b) => a.onset.localeCompare(b.onset),
      render: (_, one) => (
        <>
          {shortDay(one.onset)}
          {one.onset_assumed && <span className="quiet"> {t("absence.assumed")}</span>}
        </>
      ),
    },
    {
      title: t("check.symptoms"),
      key: "symptoms",
      render: (_, one) => symptoms(one.symptoms) || <span className="quiet">{t("absence.no_symptoms")}</span>,
    },
    {
      title: t("absence.trace_col"),
      key: "trace",
      filters: Object.keys(TRACE).map((value) => ({ value, text: tCode("trace_state", value) })),
      onFilter: (value, one) => one.trace_state === value,
      render: (_, one) => <Tag color={TRACE[one.trace_state]}>{tCode("trace_state", one.trace_state)}</Tag>,
    },
    {
      title: t("trace.diagnosis"),
      key: "diagnosis",
      render: (_, one) => (one.diagnosis ? disease(one.diagnosis) : "—"),
    },
    { title: t("trace.expected_return"), key: "return", render: (_, one) => back(one) },
  ];
}

/** The sick: who is away, since when, whether somebody has asked why, when they are due back. */
export function Absences({ open }: { open: string | undefined }) {
  const { unit } = usePlace();
  const [state, setState] = useState<Shown>("open");
  const columns = useColumns();
  const asked = useInfiniteQuery({
    queryKey: ["absences", unit.id, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      page<Absence>(api.GET("/api/v1/absences", { params: { query: { unit: unit.id, state, limit: 500, cursor } } })),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  });
  const filter = (
    <Segmented<Shown>
      value={state}
      onChange={setState}
      options={SHOWN.map((value) => ({ value, label: tCode("absence_filter", value) }))}
    />
  );
  const rows = asked.data?.pages.flatMap((one) => one.items) ?? [];
  const count = asked.data ? ` · ${rows.length}${asked.hasNextPage ? "+" : ""}` : "";
  return (
    <Card title={t("absence.title", { unit: unit.name }) + count} extra={filter}>
      <Answer of={asked}>
        {() =>
          rows.length === 0 ? (
            <Nothing what={t("absence.none")} next={t("absence.none_next")} />
          ) : (
            <>
              <Table
                size="small"
                rowKey="id"
                dataSource={rows}
                columns={columns}
                pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
                scroll={{ x: "max-content" }}
                data-testid="absences"
              />
              <More of={asked} />
            </>
          )
        }
      </Answer>
      {open && <AbsenceDrawer key={open} id={open} />}
    </Card>
  );
}
