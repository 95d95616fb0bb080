import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  App,
  Breadcrumb,
  Button,
  Card,
  DatePicker,
  Form,
  Input,
  Select,
  Space,
  Table,
  type TableColumnsType,
} from "antd";
import type { Dayjs } from "dayjs";
import dayjs from "dayjs";
import { useState } from "react";
import { api, call, page } from "../client/api";
import type { Unit, UnitRef } from "../client/types";
import { t, tCode } from "../shared/i18n";
import { can, useMe } from "../shared/session";
import { longDay } from "../shared/time";
import { chosen, FormDialog, needed } from "./forms";
import { choosePlace, isGroup, usePlace } from "./place";
import { Answer, More, Nothing } from "./ui";

const KINDS: readonly UnitRef["kind"][] = [
  "school",
  "central_school",
  "teaching_point",
  "campus",
  "stage",
  "grade",
  "class",
  "dormitory_building",
  "dormitory_room",
  "staff_team",
  "county",
  "city",
  "party_committee",
  "party_branch",
  "party_group",
];

type Task = { what: "create" } | { what: "rename" | "close"; unit: Unit };
type Answers = { name: string; kind: UnitRef["kind"]; code?: string; last: Dayjs };

function useChange(onDone: () => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { unit: here } = usePlace();
  return useMutation({
    mutationFn: async ({ task, answers }: { task: Task; answers: Answers }): Promise<void> => {
      const { name, kind, code, last } = answers;
      if (task.what === "create") {
        await call(api.POST("/api/v1/units", { body: { parent: here.id, kind, name, code: code || null } }));
        return;
      }
      const params = { path: { id: task.unit.id } };
      if (task.what === "rename") await call(api.POST("/api/v1/units/{id}/rename", { params, body: { name } }));
      else await call(api.POST("/api/v1/units/{id}/close", { params, body: { last: last.format("YYYY-MM-DD") } }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["units"] });
      void queries.invalidateQueries({ queryKey: ["unit"] });
      void message.success(t("saved"));
      onDone();
    },
  });
}

function Dialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const me = useMe();
  const { unit } = usePlace();
  const change = useChange(onClose);
  const submit = (answers: Answers) => change.mutate({ task, answers });
  const common = { busy: change.isPending, error: change.error, onCancel: onClose, onSubmit: submit };
  if (task.what === "close")
    return (
      <FormDialog<Answers>
        {...common}
        title={t("units.close_title", { name: task.unit.name })}
        submit={t("units.close")}
        initial={{ last: dayjs(me.today) }}
      >
        <p>{t("units.close_detail")}</p>
        <Form.Item name="last" label={t("units.last")} rules={chosen()}>
          <DatePicker allowClear={false} />
        </Form.Item>
      </FormDialog>
    );
  if (task.what === "rename")
    return (
      <FormDialog<Answers>
        {...common}
        title={t("units.rename_title", { name: task.unit.name })}
        submit={t("save")}
        initial={{ name: task.unit.name }}
      >
        <Form.Item name="name" label={t("units.name")} rules={needed()}>
          <Input maxLength={100} />
        </Form.Item>
      </FormDialog>
    );
  return (
    <FormDialog<Answers> {...common} title={t("units.create_title", { name: unit.name })} submit={t("units.create")}>
      <Form.Item name="kind" label={t("units.kind")} rules={chosen()}>
        <Select options={KINDS.map((value) => ({ value, label: tCode("unit_kind", value) }))} />
      </Form.Item>
      <Form.Item name="name" label={t("units.name")} rules={needed()}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="code" label={t("units.code")}>
        <Input maxLength={64} placeholder={t("optional")} />
      </Form.Item>
    </FormDialog>
  );
}

function columns(open: (unit: Unit) => void, ask: (task: Task) => void, manages: boolean): TableColumnsType<Unit> {
  const all: TableColumnsType<Unit> = [
    {
      title: t("units.name"),
      key: "name",
      render: (_, one) =>
        isGroup(one) ? (
          one.name
        ) : (
          <button type="button" className="link" onClick={() => open(one)}>
            {one.name}
          </button>
        ),
    },
    { title: t("units.kind"), key: "kind", render: (_, one) => tCode("unit_kind", one.kind) },
    { title: t("units.code"), key: "code", render: (_, one) => one.code ?? "—" },
    {
      title: t("units.members"),
      key: "members",
      align: "right",
      render: (_, one) => one.members ?? "—",
    },
  ];
  const actions = {
    title: t("account.actions"),
    key: "actions",
    render: (_: unknown, unit: Unit) => (
      <Space>
        <Button size="small" onClick={() => ask({ what: "rename", unit })}>
          {t("units.rename")}
        </Button>
        <Button size="small" danger onClick={() => ask({ what: "close", unit })}>
          {t("units.close")}
        </Button>
      </Space>
    ),
  };
  return manages ? [...all, actions] : all;
}

/** The way from the top of my reach down to here, each step a way back. */
function Way({ here }: { here: Unit }) {
  const me = useMe();
  // What lies above my own reach is named, and is no place for me to go.
  const parent = me.grants.some((one) => one.unit.id === here.id) ? null : here.parent;
  const above = useQuery({
    queryKey: ["unit", parent],
    queryFn: () => call(api.GET("/api/v1/units/{id}", { params: { path: { id: parent ?? "" } } })),
    enabled: parent !== null,
  });
  const up = above.data;
  const names = here.path_names.slice(0, -1).map((title, n) => ({
    title:
      up && n === here.path_names.length - 2 ? (
        <button type="button" className="link" onClick={() => choosePlace(me, up)}>
          {title}
        </button>
      ) : (
        title
      ),
  }));
  return <Breadcrumb className="gap-below" items={[...names, { title: here.name }]} data-testid="way" />;
}

/** The organisation tree, one branch at a time: what stands below here, and what may be changed about it. */
export function Units() {
  const me = useMe();
  const { unit, day } = usePlace();
  const [task, setTask] = useState<Task | null>(null);
  const manages = can(me, "unit.manage");
  const here = useQuery({
    queryKey: ["unit", unit.id],
    queryFn: () => call(api.GET("/api/v1/units/{id}", { params: { path: { id: unit.id } } })),
  });
  const below = useInfiniteQuery({
    queryKey: ["units", "below", unit.id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      page<Unit>(api.GET("/api/v1/units", { params: { query: { parent: unit.id, limit: 100, cursor: pageParam } } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const add = manages && !isGroup(unit) && (
    <Button type="primary" onClick={() => setTask({ what: "create" })}>
      {t("units.create")}
    </Button>
  );
  return (
    <Card title={t("units.title", { unit: unit.name })} extra={add}>
      {here.data && <Way here={here.data} />}
      <Answer of={below}>
        {(data) => {
          const rows = data.pages.flatMap((one) => one.items);
          if (rows.length === 0)
            return (
              <Nothing
                what={t("units.none", { unit: unit.name })}
                next={manages ? t("units.none_next") : t("units.none_reader")}
              />
            );
          return (
            <>
              <p className="quiet">{t("units.as_of", { day: longDay(day) })}</p>
              <Table
                size="small"
                rowKey="id"
                dataSource={rows}
                columns={columns((one) => choosePlace(me, one), setTask, manages)}
                pagination={false}
                scroll={{ x: "max-content" }}
                data-testid="unit-list"
              />
              <More of={below} />
            </>
          );
        }}
      </Answer>
      {task && <Dialog task={task} onClose={() => setTask(null)} />}
    </Card>
  );
}
