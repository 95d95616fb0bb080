import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Calendar, Card, DatePicker, Form, Input, Select, Table } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { api, call } from "../client/api";
import type { Day, DayKind, OwnCalendar } from "../client/types";
import { problemText, t, tCode } from "../shared/i18n";
import { can, useMe } from "../shared/session";
import { addDays, daysBetween, shortDay } from "../shared/time";
import { chosen, FormDialog, needed } from "./forms";
import { usePlace } from "./place";
import { Answer, Failed } from "./ui";

const text = (date: Dayjs): Day => date.format("YYYY-MM-DD");
type Mark = Exclude<DayKind, "weekend" | "outside_term"> | "by_itself";
const MARKS: readonly Mark[] = ["holiday", "closure", "make_up_day", "school_day", "by_itself"];
type MarkAnswers = { days: [Dayjs, Dayjs]; kind: Mark };
type TermAnswers = { name: string; days: [Dayjs, Dayjs] };
type Task = { what: "mark"; day: Day } | { what: "term" };

const isWeekend = (day: Day) => [0, 6].includes(dayjs(day).day());

/** The days of a span a mark makes sense for: lessons are made up at weekends only. */
function daysOf([from, to]: [Dayjs, Dayjs], kind: Mark): Day[] {
  const first = text(from);
  const all = Array.from({ length: daysBetween(first, text(to)) + 1 }, (_, n) => addDays(first, n));
  return kind === "make_up_day" && all.length > 1 ? all.filter(isWeekend) : all;
}

function useChange(id: string, own: OwnCalendar | undefined, onDone: () => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const onSuccess = () => {
    void queries.invalidateQueries({ queryKey: ["calendar"] });
    void message.success(t("saved"));
    onDone();
  };
  const params = { path: { id } };
  const mark = useMutation({
    mutationFn: ({ days, kind }: MarkAnswers) => {
      const all = daysOf(days, kind);
      const body =
        kind === "by_itself" ? { cleared: all } : { marks: all.map((day) => ({ day, kind: kind as DayKind })) };
      return call(api.POST("/api/v1/units/{id}/own-calendar/marks", { params, body }));
    },
    onSuccess,
  });
  const terms = useMutation({
    mutationFn: (next: OwnCalendar["terms"]) =>
      call(api.PUT("/api/v1/units/{id}/own-calendar", { params, body: { terms: next, marks: own?.marks ?? [] } })),
    onSuccess,
    onError: (error) => void message.error(problemText(error)),
  });
  return { mark, terms };
}

function Terms({ own, onRemove }: { own: OwnCalendar; onRemove: ((name: string, from: Day) => void) | null }) {
  if (own.terms.length === 0) return <p className="quiet">{t("calendar.no_terms")}</p>;
  return (
    <Table
      size="small"
      rowKey="from"
      pagination={false}
      dataSource={own.terms}
      data-testid="terms"
      columns={[
        { title: t("calendar.term"), dataIndex: "name" },
        { title: t("posts.days"), key: "days", render: (_, one) => `${shortDay(one.from)} – ${shortDay(one.to)}` },
        {
          key: "actions",
          align: "right",
          render: (_, one) =>
            onRemove && (
              <Button size="small" onClick={() => onRemove(one.name, one.from)}>
                {t("calendar.remove")}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Dialog({
  task,
  own,
  change,
  onClose,
}: {
  task: Task;
  own: OwnCalendar;
  change: Changes;
  onClose: () => void;
}) {
  if (task.what === "term")
    return (
      <FormDialog<TermAnswers>
        title={t("calendar.add_term")}
        submit={t("save")}
        busy={change.terms.isPending}
        error={change.terms.error}
        onCancel={onClose}
        onSubmit={({ name, days: [from, to] }) =>
          change.terms.mutate([...own.terms, { name, from: text(from), to: text(to) }])
        }
      >
        <Form.Item name="name" label={t("calendar.term")} rules={needed()}>
          <Input maxLength={100} placeholder={t("calendar.term_example")} />
        </Form.Item>
        <Form.Item name="days" label={t("posts.days")} rules={chosen()}>
          <DatePicker.RangePicker />
        </Form.Item>
      </FormDialog>
    );
  const day = dayjs(task.day);
  const initial = {
    days: [day, day] as [Dayjs, Dayjs],
    kind: (isWeekend(task.day) ? "make_up_day" : "holiday") as Mark,
  };
  return (
    <FormDialog<MarkAnswers>
      title={t("calendar.mark_title")}
      submit={t("save")}
      busy={change.mark.isPending}
      error={change.mark.error}
      initial={initial}
      onCancel={onClose}
      onSubmit={(answers) => change.mark.mutate(answers)}
    >
      <Form.Item name="days" label={t("calendar.days")} rules={chosen()}>
        <DatePicker.RangePicker allowClear={false} />
      </Form.Item>
      <Form.Item name="kind" label={t("calendar.what")} rules={chosen()} extra={t("calendar.make_up_rule")}>
        <Select options={MARKS.map((value) => ({ value, label: tCode("day_kind", value) }))} />
      </Form.Item>
    </FormDialog>
  );
}

type Changes = ReturnType<typeof useChange>;

function useCalendar(unit: string, month: Dayjs) {
  const from = text(month.startOf("month").subtract(7, "day"));
  const to = text(month.endOf("month").add(14, "day"));
  const params = { path: { id: unit }, query: { from, to } };
  return useQuery({
    queryKey: ["calendar", unit, from],
    queryFn: async () => {
      const { items } = await call(api.GET("/api/v1/units/{id}/calendar", { params }));
      return new Map(items.map((one) => [one.day, one.kind]));
    },
    placeholderData: (before) => before,
  });
}

/** Whose calendar counts here: the unit's own if it is an institution, else that of the one it belongs to. */
function useKeeper(unit: string) {
  return useQuery({
    queryKey: ["unit", unit, "keeper"],
    queryFn: async () => {
      const here = await call(api.GET("/api/v1/units/{id}", { params: { path: { id: unit } } }));
      if (here.institution === here.id) return here;
      return call(api.GET("/api/v1/units/{id}", { params: { path: { id: here.institution } } }));
    },
  });
}

export function SchoolCalendar() {
  const me = useMe();
  const { unit } = usePlace();
  const [month, setMonth] = useState(() => dayjs(me.today));
  const [task, setTask] = useState<Task | null>(null);
  const keeper = useKeeper(unit.id);
  const id = keeper.data?.id ?? "";
  const days = useCalendar(unit.id, month);
  const own = useQuery({
    queryKey: ["calendar", "own", id],
    queryFn: () => call(api.GET("/api/v1/units/{id}/own-calendar", { params: { path: { id } } })),
    enabled: id !== "",
  });
  const change = useChange(id, own.data, () => setTask(null));
  const manages = can(me, "calendar.manage") && id !== "";
  const marked = new Set(own.data?.marks.map((one) => one.day));
  const open = (next: Task) => {
    change.mark.reset();
    change.terms.reset();
    setTask(next);
  };
  const cell = (date: Dayjs) => {
    const kind = days.data?.get(text(date));
    if (!kind) return null;
    return (
      <span className={`day-kind ${kind}`} data-day={text(date)} data-kind={kind}>
        {kind !== "school_day" && kind !== "weekend" && tCode("day_kind", kind)}
        {marked.has(text(date)) && <i title={t("calendar.own_mark")} />}
      </span>
    );
  };
  const extra = manages && (
    <Button type="primary" onClick={() => open({ what: "mark", day: me.today })}>
      {t("calendar.mark")}
    </Button>
  );
  return (
    <div className="stack">
      <Card title={t("calendar.title", { unit: unit.name })} extra={extra}>
        {keeper.data && keeper.data.id !== unit.id && (
          <Alert className="gap-below" type="info" showIcon title={t("calendar.of", { unit: keeper.data.name })} />
        )}
        {days.error ? <Failed error={days.error} /> : null}
        <Calendar
          className="school-calendar"
          value={month}
          onChange={setMonth}
          mode="month"
          onSelect={(date, { source }) => {
            if (source === "date" && manages) open({ what: "mark", day: text(date) });
          }}
          cellRender={(date, { type }) => (type === "date" ? cell(date) : null)}
        />
        <p className="quiet legend">{t(manages ? "calendar.legend" : "calendar.legend_reader")}</p>
      </Card>
      <Card
        title={t("calendar.terms")}
        extra={manages && <Button onClick={() => open({ what: "term" })}>{t("calendar.add_term")}</Button>}
      >
        <Answer of={own}>
          {(data) => (
            <Terms
              own={data}
              onRemove={
                manages
                  ? (name, from) =>
                      change.terms.mutate(data.terms.filter((one) => one.name !== name || one.from !== from))
                  : null
              }
            />
          )}
        </Answer>
      </Card>
      {task && own.data && <Dialog task={task} own={own.data} change={change} onClose={() => setTask(null)} />}
    </div>
  );
}
