import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, DatePicker, Form, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { api, call } from "../client/api";
import { pick, t, tCode } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { go } from "../shared/route";
import { useTemplates } from "../shared/work";
import { chosen, FormDialog } from "./forms";
import { usePlace } from "./place";

type Answers = { template: string; day: Dayjs; due?: Dayjs };

/** The end of a day by Beijing's clocks, at which a deadline given as a day runs out. */
const endOf = (day: Dayjs): string => `${day.format("YYYY-MM-DD")}T15:59:00Z`;

/** Issues work of one kind to everything at and below the chosen unit. */
export function IssueDialog({ onClose }: { onClose: () => void }) {
  const { unit, day } = usePlace();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const templates = useTemplates();
  const [client_key] = useState(newKey);
  const [chosenId, setChosen] = useState<string | null>(null);
  const issue = useMutation({
    mutationFn: (answers: Answers) =>
      call(
        api.POST("/api/v1/work/waves", {
          body: {
            client_key,
            from_unit: unit.id,
            template: answers.template,
            under: [unit.id],
            day: answers.day.format("YYYY-MM-DD"),
            due: answers.due ? endOf(answers.due) : null,
          },
        }),
      ),
    onSuccess: (wave) => {
      void queries.invalidateQueries({ queryKey: ["work"] });
      void message.success(t("issue.done", { n: wave.expected }));
      onClose();
      go(`/waves/${wave.id}`);
    },
  });
  const list = templates.data?.items ?? [];
  const kind = list.find((one) => one.id === chosenId);
  return (
    <FormDialog<Answers>
      title={t("issue.title", { unit: unit.name })}
      submit={t("issue.submit")}
      busy={issue.isPending}
      error={issue.error}
      initial={{ day: dayjs(day) }}
      onSubmit={(answers) => issue.mutate(answers)}
      onCancel={onClose}
    >
      <Form.Item name="template" label={t("issue.template")} rules={chosen()}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          onChange={setChosen}
          options={list.map((one) => ({
            value: one.id,
            label: `${pick(one.title_zh, one.title_en)} · ${tCode("work_kind", one.kind)}`,
          }))}
        />
      </Form.Item>
      {kind && (
        <p className="quiet" data-testid="issue-cost">
          {t("issue.cost", { minutes: kind.minutes, post: tCode("post_kind", kind.owner) })}
        </p>
      )}
      <Form.Item name="day" label={t("wave.day")} rules={chosen()}>
        <DatePicker allowClear={false} />
      </Form.Item>
      <Form.Item name="due" label={t("task.due_col")} extra={t("issue.due_rule")}>
        <DatePicker placeholder={t("optional")} />
      </Form.Item>
    </FormDialog>
  );
}
