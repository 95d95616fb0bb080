import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Select, Space } from "antd";
import { useState } from "react";
import { api, call } from "../client/api";
import type { SignalDetail, Unit } from "../client/types";
import { problemText, t, tCode } from "../shared/i18n";
import { useMe } from "../shared/session";
import { allowed, type Verb } from "./signal-verbs";

const REASONS = ["contained", "reported", "false_alarm", "duplicate", "other"] as const;
type Reason = (typeof REASONS)[number];
type Answers = { text?: string; to_unit?: string; reason?: Reason };

function send(id: string, verb: Verb | "acknowledge", answers: Answers) {
  const params = { path: { id } };
  const text = answers.text ?? "";
  switch (verb) {
    case "acknowledge":
      return call(api.POST("/api/v1/signals/{id}/acknowledge", { params, body: {} }));
    case "comment":
      return call(api.POST("/api/v1/signals/{id}/comment", { params, body: { text } }));
    case "hand_on":
      return call(api.POST("/api/v1/signals/{id}/hand-on", { params, body: { to_unit: answers.to_unit ?? "", text } }));
    case "close":
      return call(
        api.POST("/api/v1/signals/{id}/close", { params, body: { reason: answers.reason ?? "other", text } }),
      );
  }
}

/** Where a signal may go: the levels above its school that the server lets me see, and my own units. */
function useTargets(signal: SignalDetail) {
  const me = useMe();
  const start = signal.school?.id ?? signal.scope.id;
  const above = useQuery({
    queryKey: ["units", "above", start],
    queryFn: async () => {
      const found: Unit[] = [];
      for (let id: string | null = start; id && found.length < 8;) {
        const unit: Unit | null = await call(api.GET("/api/v1/units/{id}", { params: { path: { id } } })).catch(
          () => null,
        );
        if (unit) found.push(unit);
        id = unit?.parent ?? null;
      }
      return found;
    },
    staleTime: Infinity,
  });
  const all = [...(above.data ?? []), ...me.grants.map((one) => one.unit)];
  return [...new Map(all.map((one) => [one.id, { value: one.id, label: one.name }])).values()];
}

function Question({
  verb,
  signal,
  onDone,
}: {
  verb: Verb;
  signal: SignalDetail;
  onDone: (answers: Answers | null) => void;
}) {
  const [form] = Form.useForm<Answers>();
  const targets = useTargets(signal);
  const needed = [{ required: true, message: t("needed") }];
  return (
    <Modal
      open
      title={tCode("signal_verb", verb)}
      okText={t("ok")}
      cancelText={t("cancel")}
      onCancel={() => onDone(null)}
      onOk={() => void form.validateFields().then(onDone, () => undefined)}
    >
      <Form form={form} layout="vertical" requiredMark={false}>
        {verb === "hand_on" && (
          <Form.Item name="to_unit" label={t("signal.to_unit")} rules={needed}>
            <Select options={targets} />
          </Form.Item>
        )}
        {verb === "close" && (
          <Form.Item name="reason" label={t("signal.close_reason")} rules={needed}>
            <Select options={REASONS.map((one) => ({ value: one, label: tCode("close_reason", one) }))} />
          </Form.Item>
        )}
        <Form.Item name="text" label={t("signal.text")} rules={needed}>
          <Input.TextArea rows={3} maxLength={2000} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export function SignalActions({ signal }: { signal: SignalDetail }) {
  const [asking, setAsking] = useState<Verb | null>(null);
  const queries = useQueryClient();
  const { message } = App.useApp();
  const act = useMutation({
    mutationFn: ({ verb, answers }: { verb: Verb | "acknowledge"; answers: Answers }) => send(signal.id, verb, answers),
    onSuccess: () => void message.success(t("saved")),
    onError: (error) => void message.error(problemText(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["signals"] }),
  });
  const verbs = allowed(signal.state);
  const begin = (verb: Verb | "acknowledge") =>
    verb === "acknowledge" ? act.mutate({ verb, answers: {} }) : setAsking(verb);
  const finish = (answers: Answers | null) => {
    if (answers && asking) act.mutate({ verb: asking, answers });
    setAsking(null);
  };
  return (
    <Space wrap className="actions">
      {verbs.map((verb, n) => (
        <Button
          key={verb}
          type={n === 0 && verb === "acknowledge" ? "primary" : "default"}
          loading={act.isPending && act.variables.verb === verb}
          data-testid={`signal-${verb}`}
          onClick={() => begin(verb)}
        >
          {tCode("signal_verb", verb)}
        </Button>
      ))}
      {asking && <Question verb={asking} signal={signal} onDone={finish} />}
    </Space>
  );
}
