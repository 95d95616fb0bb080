import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Space, Upload } from "antd";
import { useState } from "react";
import { api, call } from "../client/api";
import { ProblemError } from "../client/problem";
import type { ChecklistDetail } from "../client/types";
import { t } from "../shared/i18n";
import { listCsv } from "./checklist-trend";
import { type Csv, readCsv, save } from "./csv";
import { Faults } from "./Import";
import { usePlace } from "./place";

type Titles = { title_zh: string; title_en: string };
type Run = { file: Csv; mode: "dry" | "apply"; titles: Titles };

function useImportList(list: string) {
  const { unit } = usePlace();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, mode, titles }: Run) =>
      call(
        api.POST("/api/v1/units/{id}/checklists/{list}", {
          params: { path: { id: unit.id, list }, query: { run: mode, ...titles } },
          body: file.text,
          bodySerializer: (text) => text,
          headers: { "content-type": "text/csv" },
        }),
      ),
    onSuccess: (_, { mode }) => {
      if (mode === "apply") void queries.invalidateQueries({ queryKey: ["checklists"] });
    },
  });
}

type NamesProps = { titles: Titles; onChange: (change: Partial<Titles>) => void };

function Names({ titles, onChange }: NamesProps) {
  return (
    <Space wrap>
      <label>
        {t("checklist.title_zh")}{" "}
        <Input
          className="amount"
          value={titles.title_zh}
          maxLength={200}
          onChange={(e) => onChange({ title_zh: e.target.value })}
        />
      </label>
      <label>
        {t("checklist.title_en")}{" "}
        <Input
          className="amount"
          value={titles.title_en}
          maxLength={200}
          onChange={(e) => onChange({ title_en: e.target.value })}
        />
      </label>
    </Space>
  );
}

/** A list of one's own in the place of the shipped one: first looked through, then taken whole or not at all. */
export function ImportList({ list }: { list: ChecklistDetail }) {
  const [csv, setCsv] = useState<Csv | null>(null);
  const [titles, setTitles] = useState({ title_zh: list.title_zh, title_en: list.title_en });
  const run = useImportList(list.id);
  const named = titles.title_zh.trim() !== "" && titles.title_en.trim() !== "";
  const tried = run.data && run.variables?.mode === "dry";
  const rename = (change: Partial<Titles>) => {
    run.reset();
    setTitles({ ...titles, ...change });
  };
  const start = (mode: Run["mode"]) => csv && run.mutate({ file: csv, mode, titles });
  return (
    <div className="stack" data-testid="checklist-import">
      <p className="quiet">{t("checklist.import_rule")}</p>
      <Names titles={titles} onChange={rename} />
      <Space wrap>
        <Button
          onClick={() => save(`${list.id}.csv`, new Blob(["\ufeff", listCsv(list.entries)], { type: "text/csv" }))}
          data-testid="checklist-file"
        >
          {t("checklist.save_file")}
        </Button>
        <Upload
          accept=".csv,text/csv"
          showUploadList={false}
          beforeUpload={(file) => {
            run.reset();
            void readCsv(file).then(setCsv);
            return false;
          }}
        >
          <Button>{csv ? csv.name : t("checklist.choose_file")}</Button>
        </Upload>
        <Button
          disabled={!csv || !named}
          loading={run.isPending && run.variables.mode === "dry"}
          onClick={() => start("dry")}
          data-testid="checklist-try"
        >
          {t("import.try")}
        </Button>
        <Button
          type="primary"
          disabled={!csv || !tried}
          loading={run.isPending && run.variables.mode === "apply"}
          onClick={() => start("apply")}
          data-testid="checklist-apply"
        >
          {t("import.apply")}
        </Button>
      </Space>
      {run.data && (
        <p className="good" role="status">
          {t(run.variables?.mode === "dry" ? "import.would" : "import.done")} ·{" "}
          {t("checklist.items", { n: run.data.items })}
        </p>
      )}
      {run.error instanceof ProblemError && <Faults problem={run.error} />}
    </div>
  );
}
