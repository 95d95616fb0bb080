import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Checkbox, DatePicker, Descriptions, Drawer, Form, Input, Radio, Select, Tabs } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { api, call } from "../client/api";
import type { AbsenceDetail } from "../client/types";
import { pick, problemText, t, tCode } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { go } from "../shared/route";
import { useDiseases, useDiseaseText, useSymptoms, useSymptomText } from "../shared/rules";
import { personName } from "../shared/sentences";
import { can, useMe } from "../shared/session";
import { moment, shortDay } from "../shared/time";
import { ReturnCheck } from "./ReturnCheck";
import { Answer, Nothing } from "./ui";

type Answers = {
  symptoms: string[];
  onset: Dayjs;
  doctor_seen?: boolean;
  diagnosis?: string;
  hospital?: string;
  expected_return?: Dayjs | null;
  note?: string;
};

const asDay = (date: Dayjs) => date.format("YYYY-MM-DD");

function bodyOf(client_key: string, answers: Answers, medical: boolean) {
  const { symptoms, onset, doctor_seen, diagnosis, hospital, expected_return, note } = answers;
  return {
    client_key,
    symptoms,
    onset: asDay(onset),
    doctor_seen: doctor_seen ?? null,
    note: note || null,
    expected_return: expected_return ? asDay(expected_return) : null,
    ...(medical ? { diagnosis: diagnosis || null, hospital: hospital || null } : {}),
  };
}

function TraceForm({ absence }: { absence: AbsenceDetail }) {
  const me = useMe();
  const medical = can(me, "absence.trace_medical");
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [client_key, setKey] = useState(newKey);
  const symptoms = useSymptoms();
  const diseases = useDiseases();
  const last = absence.traces.at(-1);
  const save = useMutation({
    mutationFn: (answers: Answers) =>
      call(
        api.POST("/api/v1/absences/{id}/traces", {
          params: { path: { id: absence.id } },
          body: bodyOf(client_key, answers, medical),
        }),
      ),
    onSuccess: () => {
      void message.success(t("trace.saved"));
      setKey(newKey());
      void queries.invalidateQueries({ queryKey: ["absence", absence.id] });
      void queries.invalidateQueries({ queryKey: ["absences"] });
    },
  });
  const initial = {
    symptoms: absence.symptoms,
    onset: dayjs(absence.onset),
    doctor_seen: last?.doctor_seen ?? undefined,
    diagnosis: absence.diagnosis ?? undefined,
    hospital: last?.hospital ?? undefined,
    expected_return: absence.expected_return ? dayjs(absence.expected_return) : null,
  };
  return (
    <Form<Answers>
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onFinish={(answers) => save.mutate(answers)}
    >
      <Form.Item name="symptoms" label={t("trace.symptoms")}>
        <Checkbox.Group options={symptoms.map((one) => ({ value: one.code, label: pick(one.zh, one.en) }))} />
      </Form.Item>
      <Form.Item name="onset" label={t("trace.onset")} rules={[{ required: true, message: t("needed") }]}>
        <DatePicker allowClear={false} maxDate={dayjs(me.today)} />
      </Form.Item>
      <Form.Item name="doctor_seen" label={t("trace.doctor_seen")}>
        <Radio.Group
          options={[
            { value: true, label: t("yes") },
            { value: false, label: t("no") },
          ]}
        />
      </Form.Item>
      {medical && (
        <Form.Item name="diagnosis" label={t("trace.diagnosis")}>
          <Select
            allowClear
            showSearch
            optionFilterProp="label"
            placeholder={t("trace.no_diagnosis")}
            options={diseases.map((one) => ({ value: one.slug, label: pick(one.zh, one.en) }))}
          />
        </Form.Item>
      )}
      {medical && (
        <Form.Item name="hospital" label={t("trace.hospital")}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      <Form.Item name="expected_return" label={t("trace.expected_return")}>
        <DatePicker minDate={dayjs(absence.onset)} />
      </Form.Item>
      <Form.Item name="note" label={t("trace.note")}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
      {save.isError && <Alert className="gap" type="error" showIcon title={problemText(save.error)} />}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t("trace.save")}
      </Button>
    </Form>
  );
}

function Facts({ absence }: { absence: AbsenceDetail }) {
  const symptoms = useSymptomText();
  const disease = useDiseaseText();
  const items = [
    { label: t("class"), children: `${absence.school.name} ${absence.class.name}` },
    ...(absence.room ? [{ label: t("room"), children: absence.room.name }] : []),
    {
      label: t("absence.onset_col"),
      children: `${shortDay(absence.onset)}${absence.onset_assumed ? ` ${t("absence.assumed")}` : ""}`,
    },
    { label: t("absence.opened_col"), children: shortDay(absence.opened_day) },
    { label: t("check.symptoms"), children: symptoms(absence.symptoms) || "—" },
    { label: t("absence.trace_col"), children: tCode("trace_state", absence.trace_state) },
    ...(absence.diagnosis ? [{ label: t("trace.diagnosis"), children: disease(absence.diagnosis) }] : []),
    { label: t("trace.expected_return"), children: absence.expected_return ? shortDay(absence.expected_return) : "—" },
  ];
  return (
    <Descriptions size="small" column={{ xs: 1, sm: 2 }} items={items.map((one) => ({ ...one, key: one.label }))} />
  );
}

function Traces({ absence }: { absence: AbsenceDetail }) {
  const me = useMe();
  const symptoms = useSymptomText();
  const disease = useDiseaseText();
  if (absence.traces.length === 0) return <Nothing what={t("trace.none")} next={t("trace.none_next")} />;
  return absence.traces.map((one) => (
    <div key={one.at} className="trace">
      <b>
        {tCode("trace_stage", one.stage)}
        {one.by && ` · ${personName(one.by)}`}
      </b>{" "}
      <span className="quiet">{moment(one.at, me.today)}</span>
      <div>
        {[
          symptoms(one.symptoms),
          t("absence.onset", { day: shortDay(one.onset) }),
          one.doctor_seen === true ? t("trace.seen") : one.doctor_seen === false ? t("trace.not_seen") : "",
          one.diagnosis && disease(one.diagnosis),
          one.hospital,
          one.note,
        ]
          .filter(Boolean)
          .join(" · ")}
      </div>
    </div>
  ));
}

/** Asks why before it shows: each look at a pupil's record is logged with its reason. */
function Why({ onChoose }: { onChoose: (reason: Reason) => void }) {
  return (
    <Form layout="vertical">
      <Alert className="gap" type="info" showIcon title={t("absence.why")} description={t("absence.why_detail")} />
      {REASONS.map((one) => (
        <Button key={one} block className="gap" data-testid={`reason-${one}`} onClick={() => onChoose(one)}>
          {tCode("look_reason", one)}
        </Button>
      ))}
    </Form>
  );
}

const REASONS = ["tracing", "return_check", "investigation", "care", "other"] as const;
type Reason = (typeof REASONS)[number];

function Record({ id, reason }: { id: string; reason: Reason }) {
  const me = useMe();
  const asked = useQuery({
    queryKey: ["absence", id, reason],
    queryFn: () => call(api.GET("/api/v1/absences/{id}", { params: { path: { id }, query: { reason } } })),
    staleTime: Infinity,
  });
  return (
    <Answer of={asked}>
      {(absence) => (
        <>
          <h2>{personName(absence.person)}</h2>
          <Facts absence={absence} />
          <Tabs
            defaultActiveKey={reason === "return_check" ? "return" : "traces"}
            items={[
              { key: "traces", label: t("trace.earlier"), children: <Traces absence={absence} /> },
              ...(can(me, "absence.trace") && absence.state === "open"
                ? [{ key: "trace", label: t("trace.title"), children: <TraceForm absence={absence} /> }]
                : []),
              ...(can(me, "absence.return")
                ? [{ key: "return", label: t("return.title"), children: <ReturnCheck absence={absence} /> }]
                : []),
            ]}
          />
        </>
      )}
    </Answer>
  );
}

export function AbsenceDrawer({ id }: { id: string }) {
  const [reason, setReason] = useState<Reason | null>(null);
  return (
    <Drawer open size={640} title={t("absence.record")} onClose={() => go("/absences")} rootClassName="record">
      {reason ? <Record id={id} reason={reason} /> : <Why onChoose={setReason} />}
    </Drawer>
  );
}
