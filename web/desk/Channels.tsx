import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  Alert,
  App,
  Button,
  Card,
  Form,
  Input,
  Popconfirm,
  Select,
  Space,
  Table,
  type TableColumnsType,
  Tag,
} from "antd";
import { useState } from "react";
import { api, call } from "../client/api";
import type { Channel, ChannelKind } from "../client/types";
import { problemText, t, tCode } from "../shared/i18n";
import { useMe } from "../shared/session";
import { moment } from "../shared/time";
import { chosen, FormDialog, needed } from "./forms";
import { Answer, Nothing } from "./ui";

type New = { kind: ChannelKind; address: string };

function useChange(onDone: () => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const refresh = () => void queries.invalidateQueries({ queryKey: ["channels"] });
  const refused = (error: unknown) => void message.error(problemText(error));
  const set = useMutation({
    mutationFn: ({ kind, address }: New) =>
      call(api.PUT("/api/v1/channels/{kind}", { params: { path: { kind } }, body: { address } })),
    onSuccess: () => {
      refresh();
      onDone();
    },
  });
  const confirm = useMutation({
    mutationFn: ({ kind, code }: { kind: ChannelKind; code: string }) =>
      call(api.POST("/api/v1/channels/{kind}/confirm", { params: { path: { kind } }, body: { code } })),
    onSuccess: refresh,
    onError: refused,
  });
  const test = useMutation({
    mutationFn: (kind: ChannelKind) => call(api.POST("/api/v1/channels/{kind}/test", { params: { path: { kind } } })),
    onSuccess: () => void message.success(t("channel.tested")),
    onError: refused,
  });
  const remove = useMutation({
    mutationFn: (kind: ChannelKind) => call(api.DELETE("/api/v1/channels/{kind}", { params: { path: { kind } } })),
    onSuccess: refresh,
    onError: refused,
  });
  return { set, confirm, test, remove };
}

type Change = ReturnType<typeof useChange>;

/** The code that was sent there proves that the address is one's own. */
function Code({ channel, confirm }: { channel: Channel; confirm: Change["confirm"] }) {
  const [code, setCode] = useState("");
  return (
    <Space.Compact>
      <Input
        value={code}
        inputMode="numeric"
        maxLength={6}
        aria-label={t("channel.code")}
        placeholder={t("channel.code")}
        onChange={(e) => setCode(e.target.value)}
        style={{ width: 120 }}
      />
      <Button
        loading={confirm.isPending}
        disabled={code.trim().length < 6}
        onClick={() => confirm.mutate({ kind: channel.kind, code: code.trim() })}
      >
        {t("channel.confirm")}
      </Button>
    </Space.Compact>
  );
}

function columns({ confirm, test, remove }: Change, today: string): TableColumnsType<Channel> {
  return [
    { title: t("channel.kind"), key: "kind", render: (_, one) => tCode("channel_kind", one.kind) },
    { title: t("channel.address"), key: "address", render: (_, one) => one.address },
    {
      title: t("task.state"),
      key: "state",
      render: (_, one) => (
        <Tag color={one.state === "confirmed" ? "green" : "gold"}>{tCode("channel_state", one.state)}</Tag>
      ),
    },
    { title: t("channel.set_at"), key: "set", render: (_, one) => moment(one.set_at, today) },
    {
      title: t("account.actions"),
      key: "actions",
      render: (_, one) => (
        <Space wrap>
          {one.state === "unconfirmed" ? (
            <Code channel={one} confirm={confirm} />
          ) : (
            <Button size="small" loading={test.isPending} onClick={() => test.mutate(one.kind)}>
              {t("channel.test")}
            </Button>
          )}
          <Popconfirm
            title={t("channel.remove_sure")}
            okText={t("channel.remove")}
            cancelText={t("cancel")}
            onConfirm={() => remove.mutate(one.kind)}
          >
            <Button size="small">{t("channel.remove")}</Button>
          </Popconfirm>
        </Space>
      ),
    },
  ];
}

/** By which ways reminders reach me outside the program; each is mine alone and proven by a code. */
export function Channels() {
  const me = useMe();
  const [adding, setAdding] = useState<"open" | "shut">("shut");
  const change = useChange(() => setAdding("shut"));
  const asked = useQuery({ queryKey: ["channels"], queryFn: () => call(api.GET("/api/v1/channels")) });
  const offered = asked.data?.offered ?? [];
  const secret = change.set.data?.signing_secret;
  const add = offered.length > 0 && (
    <Button
      type="primary"
      onClick={() => {
        change.set.reset();
        setAdding("open");
      }}
      data-testid="add-channel"
    >
      {t("channel.add")}
    </Button>
  );
  return (
    <Card title={t("channel.title")} extra={add}>
      <div className="stack">
        <p className="quiet">{t("channel.about")}</p>
        {secret && <Alert type="warning" showIcon title={t("channel.secret")} description={<code>{secret}</code>} />}
        <Answer of={asked}>
          {(data) =>
            data.channels.length === 0 ? (
              <Nothing
                what={t(data.offered.length > 0 ? "channel.none" : "channel.none_offered")}
                next={t(data.offered.length > 0 ? "channel.none_next" : "channel.none_offered_next")}
              />
            ) : (
              <Table
                size="small"
                rowKey="kind"
                dataSource={data.channels}
                columns={columns(change, me.today)}
                pagination={false}
                scroll={{ x: "max-content" }}
                data-testid="channels"
              />
            )
          }
        </Answer>
      </div>
      {adding === "open" && (
        <FormDialog<New>
          title={t("channel.add")}
          submit={t("channel.send_code")}
          busy={change.set.isPending}
          error={change.set.error}
          onSubmit={(answers) => change.set.mutate(answers)}
          onCancel={() => setAdding("shut")}
        >
          <Form.Item name="kind" label={t("channel.kind")} rules={chosen()}>
            <Select options={offered.map((value) => ({ value, label: tCode("channel_kind", value) }))} />
          </Form.Item>
          <Form.Item name="address" label={t("channel.address")} rules={needed()} extra={t("channel.address_rule")}>
            <Input maxLength={500} />
          </Form.Item>
        </FormDialog>
      )}
    </Card>
  );
}
