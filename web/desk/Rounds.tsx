import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Card, Space, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { api, call, page } from "../client/api";
import type { Task, Unit, WorkTemplate } from "../client/types";
import { useNow } from "../shared/clock";
import type { Answers } from "../shared/form/schema";
import { useForm } from "../shared/form/use-form";
import { pick, problemText, t } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { go } from "../shared/route";
import { can, useMe } from "../shared/session";
import { countdown, moment } from "../shared/time";
import { formOf, NO_QUESTIONS, useTemplates } from "../shared/work";
import { Dilution } from "./Dilution";
import { Exports } from "./Exports";
import { usePlace } from "./place";
import { Questions } from "./Questions";
import { type Building, byBuilding, roundsOf, wallSheet } from "./rounds";
import { Answer, Nothing } from "./ui";

function useRounds() {
  const { unit } = usePlace();
  const templates = useTemplates();
  const tasks = useQuery({
    queryKey: ["work", "rounds", unit.id],
    queryFn: () =>
      page<Task>(
        api.GET("/api/v1/work/tasks", { params: { query: { unit: unit.id, state: "not_closed", limit: 500 } } }),
      ),
    enabled: unit.id !== "",
  });
  const units = useQuery({
    queryKey: ["units", "under", unit.id],
    queryFn: () => page<Unit>(api.GET("/api/v1/units", { params: { query: { under: unit.id, limit: 500 } } })),
    enabled: unit.id !== "",
    staleTime: 60_000,
  });
  const data =
    tasks.data && templates.data && units.data
      ? {
          rounds: roundsOf(tasks.data.items, templates.data.items),
          units: units.data.items,
          templates: templates.data.items,
        }
      : undefined;
  return { data, error: tasks.error ?? templates.error ?? units.error, isPending: data === undefined };
}

function columns(now: number, today: string): TableColumnsType<Task> {
  return [
    {
      title: t("round.place"),
      key: "place",
      render: (_, one) => (
        <button type="button" className="link" onClick={() => go(`/tasks/${one.id}`)}>
          {one.unit.name}
        </button>
      ),
    },
    { title: t("task.what"), key: "what", render: (_, one) => pick(one.title_zh, one.title_en) },
    {
      title: t("task.due_col"),
      key: "due",
      render: (_, one) => (
        <>
          {moment(one.due, today)} <span className={one.overdue ? "bad" : "quiet"}>{countdown(one.due, now).text}</span>
        </>
      ),
    },
  ];
}

type Choice = { chosen: readonly string[]; onChoose: (ids: string[]) => void; enters: boolean };

function Places({ building, choice }: { building: Building; choice: Choice }) {
  const me = useMe();
  const now = useNow();
  const own = new Set(building.tasks.map((one) => one.id));
  const others = choice.chosen.filter((id) => !own.has(id));
  return (
    <section>
      <h3>
        {building.name} {building.late > 0 ? <Tag color="red">{t("round.late", { n: building.late })}</Tag> : null}
      </h3>
      <Table
        size="small"
        rowKey="id"
        dataSource={building.tasks}
        columns={columns(now, me.today)}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: "max-content" }}
        rowSelection={
          choice.enters
            ? {
                selectedRowKeys: choice.chosen.filter((id) => own.has(id)),
                onChange: (keys) => choice.onChoose([...others, ...keys.map(String)]),
              }
            : undefined
        }
        data-testid="round-places"
      />
    </section>
  );
}

type EntryProps = { tasks: Task[]; template: WorkTemplate; onDone: () => void };

/** One form for all that was ticked on the wall's sheet; each place gets its own record. */
function SheetEntry({ tasks, template, onDone }: EntryProps) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { unit } = usePlace();
  const [keys] = useState(() => new Map<string, string>());
  const form = useForm(formOf(template, { photo_wanted: false }) ?? NO_QUESTIONS, {});
  const save = useMutation({
    mutationFn: async (answers: Answers) => {
      for (const task of tasks) {
        const client_key = keys.get(task.id) ?? newKey();
        keys.set(task.id, client_key);
        await call(
          api.POST("/api/v1/work/tasks/{id}/submit", {
            params: { path: { id: task.id } },
            body: { client_key, answers: answers as never },
          }),
        );
      }
    },
    onSuccess: () => {
      void message.success(t("round.entered", { n: tasks.length }));
      onDone();
    },
    onError: (error) => void message.error(problemText(error)),
    onSettled: () => void queries.invalidateQueries({ queryKey: ["work"] }),
  });
  return (
    <Card size="small" title={t("round.enter_title", { n: tasks.length })} data-testid="sheet-entry">
      <Questions form={form} unit={unit.id} />
      <Button
        type="primary"
        loading={save.isPending}
        onClick={() => {
          const answers = form.finish();
          if (answers) save.mutate(answers);
        }}
        data-testid="save-sheet"
      >
        {t("save")}
      </Button>
    </Card>
  );
}

type Known = { rounds: Task[]; units: Unit[]; templates: WorkTemplate[] };

function Body({ rounds, units, templates }: Known) {
  const me = useMe();
  const [chosen, setChosen] = useState<string[]>([]);
  const tasks = rounds.filter((one) => chosen.includes(one.id));
  const kinds = new Set(tasks.map((one) => one.template));
  const template = kinds.size === 1 ? templates.find((one) => kinds.has(one.id)) : undefined;
  const choice = { chosen, onChoose: setChosen, enters: can(me, "work.do") };
  if (rounds.length === 0) return <Nothing what={t("round.none")} next={t("round.none_next")} />;
  return (
    <div className="stack">
      {choice.enters && <p className="quiet">{t("round.how")}</p>}
      {byBuilding(rounds, units).map((one) => (
        <Places key={one.name} building={one} choice={choice} />
      ))}
      {kinds.size > 1 && <p className="bad">{t("round.one_kind")}</p>}
      {template && <SheetEntry key={template.id} tasks={tasks} template={template} onDone={() => setChosen([])} />}
    </div>
  );
}

/** Rounds of cleaning, disinfection and airing: late places by building, the wall's sheet, the dilution helper. */
export function Rounds() {
  const { unit, day } = usePlace();
  const asked = useRounds();
  const rounds = asked.data?.rounds ?? [];
  const extra = (
    <Space wrap>
      {rounds.length > 0 && <Exports name={t("round.sheet")} paper={() => wallSheet(rounds, unit.name, day)} />}
    </Space>
  );
  return (
    <div className="stack">
      <Card title={t("round.title", { unit: unit.name })} extra={extra}>
        <Answer of={asked}>{(data) => <Body {...data} />}</Answer>
      </Card>
      <Dilution />
    </div>
  );
}
