import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import {
  Alert,
  App,
  Button,
  Card,
  DatePicker,
  Form,
  Input,
  Modal,
  Popconfirm,
  Select,
  Space,
  Table,
  type TableColumnsType,
  Tag,
  Typography,
} from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { api, call, page } from "../client/api";
import type { AccountView, Role } from "../client/types";
import { problemText, t } from "../shared/i18n";
import { personName, roleText } from "../shared/sentences";
import { can, useMe } from "../shared/session";
import { shortDay } from "../shared/time";
import { chosen, FormDialog, needed } from "./forms";
import { usePlace } from "./place";
import { Answer, More, Nothing } from "./ui";

const ROLES: readonly Role[] = [
  "class_teacher",
  "health_officer",
  "principal",
  "dormitory_keeper",
  "team_lead",
  "school_clerk",
  "guardian",
  "county_officer",
  "city_officer",
  "province_officer",
  "administrator",
  "security_officer",
  "auditor",
];
type NewAccount = { username: string; role?: Role; until?: Dayjs | null };
type Once = { username: string; password: string };

/** The password exists in clear here and now only. */
function ShownOnce({ once, onClose }: { once: Once; onClose: () => void }) {
  return (
    <Modal
      open
      title={t("account.password_title", { username: once.username })}
      closable={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("account.password_noted")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("account.password_once")} className="gap" />
      <Typography.Paragraph copyable code className="password" data-testid="password">
        {once.password}
      </Typography.Paragraph>
    </Modal>
  );
}

type GrantFormProps = {
  title: string;
  submit: string;
  fields: "with_username" | "grant_only";
  busy: boolean;
  error: unknown;
  onSubmit: (answers: NewAccount) => void;
  onCancel: () => void;
};

function GrantForm({ title, submit, fields, busy, error, onSubmit, onCancel }: GrantFormProps) {
  const { unit } = usePlace();
  return (
    <FormDialog<NewAccount> {...{ title, submit, busy, error, onSubmit, onCancel }}>
      {fields === "with_username" && (
        <Form.Item
          name="username"
          label={t("signin.username")}
          rules={[...needed(), { pattern: /^[a-z0-9][a-z0-9._-]{2,39}$/, message: t("account.username_rule") }]}
        >
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
      )}
      <Form.Item
        name="role"
        label={t("account.role")}
        rules={chosen()}
        extra={t("account.at_unit", { unit: unit.name })}
      >
        <Select options={ROLES.map((value) => ({ value, label: roleText(value) }))} />
      </Form.Item>
      <Form.Item name="until" label={t("account.until")}>
        <DatePicker placeholder={t("optional")} />
      </Form.Item>
    </FormDialog>
  );
}

function useVerbs(onPassword: (once: Once) => void) {
  const queries = useQueryClient();
  const { unit } = usePlace();
  const { message } = App.useApp();
  const refresh = () => queries.invalidateQueries({ queryKey: ["accounts"] });
  const onError = (error: Error) => void message.error(problemText(error));
  const give = (id: string, { role = "class_teacher", until }: NewAccount) =>
    call(
      api.POST("/api/v1/accounts/{id}/grants", {
        params: { path: { id } },
        body: { role, unit_id: unit.id, until: until ? until.format("YYYY-MM-DD") : null },
      }),
    );
  const create = useMutation({
    mutationFn: async (answers: NewAccount) => {
      const { account_id, password } = await call(
        api.POST("/api/v1/accounts", { body: { username: answers.username, unit_id: unit.id, locale: "zh-CN" } }),
      );
      // The password is shown whatever becomes of the grant: it cannot be had again.
      onPassword({ username: answers.username, password });
      await give(account_id, answers);
    },
    onError,
    onSettled: refresh,
  });
  const grant = useMutation({
    mutationFn: ({ id, answers }: { id: string; answers: NewAccount }) => give(id, answers),
    onSettled: refresh,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => call(api.DELETE("/api/v1/grants/{id}", { params: { path: { id } } })),
    onError,
    onSettled: refresh,
  });
  const reset = useMutation({
    mutationFn: (one: AccountView) =>
      call(api.POST("/api/v1/accounts/{id}/password-reset", { params: { path: { id: one.account_id } } })),
    onSuccess: ({ password }, one) => onPassword({ username: one.username, password }),
    onError,
  });
  return { create, grant, revoke, reset };
}

type Verbs = ReturnType<typeof useVerbs>;

const columns = (
  verbs: Verbs,
  onGrant: (one: AccountView) => void,
  mayGrant: boolean,
): TableColumnsType<AccountView> => [
  { title: t("signin.username"), dataIndex: "username", fixed: "left" },
  { title: t("person"), key: "person", render: (_, one) => (one.person ? personName(one.person) : "—") },
  {
    title: t("account.grants"),
    key: "grants",
    render: (_, one) =>
      one.grants.map((grant) => {
        const text = `${roleText(grant.role)} · ${grant.unit.name}${grant.until ? ` · ${t("me.until", { day: shortDay(grant.until) })}` : ""}`;
        if (grant.via === "post" || !mayGrant)
          return (
            <Tag key={text}>
              {text}
              {grant.via === "post" && ` · ${t("account.by_post")}`}
            </Tag>
          );
        return (
          <Popconfirm
            key={grant.id}
            title={t("account.revoke_sure")}
            okText={t("account.revoke")}
            cancelText={t("cancel")}
            onConfirm={() => verbs.revoke.mutate(grant.id)}
          >
            <Tag closable onClose={(event) => event.preventDefault()}>
              {text}
            </Tag>
          </Popconfirm>
        );
      }),
  },
  {
    title: t("account.actions"),
    key: "actions",
    render: (_, one) => (
      <Space>
        {mayGrant && (
          <Button size="small" onClick={() => onGrant(one)}>
            {t("account.grant")}
          </Button>
        )}
        <Popconfirm
          title={t("account.reset_sure")}
          okText={t("account.reset")}
          cancelText={t("cancel")}
          onConfirm={() => verbs.reset.mutate(one)}
        >
          <Button size="small">{t("account.reset")}</Button>
        </Popconfirm>
      </Space>
    ),
  },
];

export function Accounts() {
  const me = useMe();
  const { unit } = usePlace();
  const [once, setOnce] = useState<Once | null>(null);
  const [creating, setCreating] = useState<"open" | "shut">("shut");
  const [granting, setGranting] = useState<AccountView | null>(null);
  const verbs = useVerbs(setOnce);
  const asked = useInfiniteQuery({
    queryKey: ["accounts", unit.id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      page<AccountView>(api.GET("/api/v1/accounts", { params: { query: { unit: unit.id, limit: 200, cursor } } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const rows = asked.data?.pages.flatMap((one) => one.items) ?? [];
  return (
    <Card
      title={t("account.title", { unit: unit.name })}
      extra={
        <Button type="primary" onClick={() => setCreating("open")}>
          {t("account.create")}
        </Button>
      }
    >
      <Answer of={asked}>
        {() =>
          rows.length === 0 ? (
            <Nothing what={t("account.none")} next={t("account.none_next")} />
          ) : (
            <>
              <Table
                size="small"
                rowKey="account_id"
                dataSource={rows}
                columns={columns(verbs, setGranting, can(me, "grant.manage"))}
                pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
                scroll={{ x: "max-content" }}
                data-testid="accounts"
              />
              <More of={asked} />
            </>
          )
        }
      </Answer>
      {creating === "open" && !once && (
        <GrantForm
          title={t("account.create")}
          submit={t("account.create")}
          fields="with_username"
          busy={verbs.create.isPending}
          error={verbs.create.error}
          onCancel={() => setCreating("shut")}
          onSubmit={(answers) => verbs.create.mutate(answers, { onSuccess: () => setCreating("shut") })}
        />
      )}
      {granting && (
        <GrantForm
          title={t("account.grant_to", { username: granting.username })}
          submit={t("account.grant")}
          fields="grant_only"
          busy={verbs.grant.isPending}
          error={verbs.grant.error}
          onCancel={() => setGranting(null)}
          onSubmit={(answers) =>
            verbs.grant.mutate({ id: granting.account_id, answers }, { onSuccess: () => setGranting(null) })
          }
        />
      )}
      {once && (
        <ShownOnce
          once={once}
          onClose={() => {
            setOnce(null);
            setCreating("shut");
          }}
        />
      )}
    </Card>
  );
}
