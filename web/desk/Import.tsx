import { InboxOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Card, DatePicker, Segmented, Space, Table, Upload } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { api, call } from "../client/api";
import { ProblemError } from "../client/problem";
import type { ImportReport, Problem } from "../client/types";
import { fieldText, t, tCode } from "../shared/i18n";
import { useMe } from "../shared/session";
import { type Csv, download, readCsv } from "./csv";
import { usePlace } from "./place";
import { Failed } from "./ui";

type Kind = "units" | "people";
type Run = ImportReport["run"];

const COLUMNS = { units: "import.columns_units", people: "import.columns_people" } as const;

function useRun() {
  const queries = useQueryClient();
  const { unit } = usePlace();
  return useMutation({
    mutationFn: ({ csv, kind, run, from }: { csv: Csv; kind: Kind; run: Run; from: string }) =>
      call(
        api.POST("/api/v1/units/{id}/imports", {
          params: { path: { id: unit.id }, query: { kind, run, from } },
          body: csv.text,
          bodySerializer: (text) => text,
          headers: { "content-type": "text/csv" },
        }),
      ),
    onSuccess: (report) => {
      if (report.run === "apply") void queries.invalidateQueries();
    },
  });
}

/** "rows.12.class" → line 12, column "class". */
function place(field: string): { line: string; column: string } {
  const [, line = "", ...column] = field.split(".");
  return { line, column: column.join(".") };
}

/** What a file was refused for, line by line. */
export function Faults({ problem }: { problem: ProblemError }) {
  const rows = problem.errors.filter((one) => one.field.startsWith("rows."));
  if (rows.length === 0) return <Failed error={problem} />;
  return (
    <>
      <Alert
        type="error"
        showIcon
        className="gap-below"
        title={t("import.refused", { n: rows.length })}
        description={t("import.refused_next")}
      />
      <Table<Problem["errors"][number]>
        size="small"
        rowKey={(one) => `${one.field} ${one.code}`}
        dataSource={rows}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: "max-content" }}
        data-testid="faults"
        columns={[
          { title: t("import.line"), key: "line", render: (_, one) => place(one.field).line },
          { title: t("import.column"), key: "column", render: (_, one) => place(one.field).column || "—" },
          { title: t("import.wrong"), key: "wrong", render: (_, one) => fieldText(one) },
          { title: t("import.value"), key: "value", render: (_, one) => one.detail || "—" },
        ]}
      />
    </>
  );
}

function Report({ report }: { report: ImportReport }) {
  const { rows, units, people, memberships, posts } = report;
  return (
    <Alert
      type="success"
      showIcon
      data-testid="import-report"
      title={report.run === "dry" ? t("import.would") : t("import.done")}
      description={t("import.counts", { rows, units, people, memberships, posts })}
    />
  );
}

function Steps({ csv, kind, from }: { csv: Csv; kind: Kind; from: string }) {
  const run = useRun();
  const start = (next: Run) => run.mutate({ csv, kind, run: next, from });
  const tried = run.data;
  return (
    <div className="stack" data-testid="import-steps">
      <p>
        <b>{csv.name}</b> · {t("import.lines", { n: csv.lines })}
        {csv.encoding === "gb18030" && <span className="quiet"> · {t("import.gbk")}</span>}
      </p>
      <Space>
        <Button
          type={tried ? "default" : "primary"}
          loading={run.isPending && run.variables?.run === "dry"}
          onClick={() => start("dry")}
          data-testid="import-try"
        >
          {t("import.try")}
        </Button>
        <Button
          type="primary"
          disabled={tried?.run !== "dry"}
          loading={run.isPending && run.variables?.run === "apply"}
          onClick={() => start("apply")}
          data-testid="import-apply"
        >
          {t("import.apply")}
        </Button>
      </Space>
      {tried && <Report report={tried} />}
      {run.error instanceof ProblemError && <Faults problem={run.error} />}
    </div>
  );
}

/** Units and people from a file: first looked through, then taken whole or not at all. */
export function Import() {
  const me = useMe();
  const { unit } = usePlace();
  const [kind, setKind] = useState<Kind>("people");
  const [from, setFrom] = useState(me.today);
  const [csv, setCsv] = useState<Csv | null>(null);
  const columns = t(COLUMNS[kind]).split("|");
  return (
    <Card title={t("import.title", { unit: unit.name })}>
      <div className="stack">
        <Space wrap>
          <Segmented<Kind>
            value={kind}
            onChange={(next) => {
              setKind(next);
              setCsv(null);
            }}
            options={(["people", "units"] as const).map((value) => ({ value, label: tCode("import_kind", value) }))}
          />
          <label>
            {t("import.from")}{" "}
            <DatePicker
              allowClear={false}
              value={dayjs(from)}
              onChange={(date) => date && setFrom(date.format("YYYY-MM-DD"))}
            />
          </label>
          <Button onClick={() => download(`${kind}.csv`, columns)}>{t("import.template")}</Button>
        </Space>
        <p className="quiet">
          {t("import.columns", { columns: columns.join(t("list.comma")) })} {t("import.rule")}
        </p>
        <Upload.Dragger
          accept=".csv,.txt,text/csv"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(file) => {
            void readCsv(file).then(setCsv);
            return false;
          }}
        >
          <InboxOutlined className="upload-icon" />
          <p>{t("import.drop")}</p>
        </Upload.Dragger>
        {csv && <Steps key={`${csv.key}${kind}${from}${unit.id}`} csv={csv} kind={kind} from={from} />}
      </div>
    </Card>
  );
}
