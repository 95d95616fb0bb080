import {
  CheckCircleFilled,
  ClockCircleOutlined,
  ExclamationCircleFilled,
  MinusCircleOutlined,
} from "@ant-design/icons";
import { Progress, Table, type TableColumnsType } from "antd";
import type { CompletenessItem } from "../client/types";
import { t } from "../shared/i18n";
import { go } from "../shared/route";
import { personName } from "../shared/sentences";
import { useMe } from "../shared/session";
import { clockTime } from "../shared/time";
import { choosePlace } from "./place";

const ICONS = {
  done: <CheckCircleFilled />,
  due: <ClockCircleOutlined />,
  overdue: <ExclamationCircleFilled />,
  not_expected: <MinusCircleOutlined />,
};

function stateText(item: CompletenessItem): string {
  switch (item.state) {
    case "done":
      return item.latest_at ? t("completeness.done_at", { time: clockTime(item.latest_at) }) : t("completeness.done");
    case "due":
      return item.deadline ? t("completeness.due_at", { time: clockTime(item.deadline) }) : t("completeness.due");
    case "overdue":
      return t("completeness.overdue");
    case "not_expected":
      return t("completeness.not_expected");
  }
}

function Cell({ item }: { item: CompletenessItem }) {
  const checker = item.checker ? t("completeness.checker", { name: personName(item.checker) }) : undefined;
  return (
    <button
      type="button"
      className={`cell ${item.state}`}
      title={checker}
      data-testid="cell"
      onClick={() => go(`/checks/${item.unit.id}`)}
    >
      <b>{item.unit.name}</b>
      <span className="state">
        {ICONS[item.state]} {stateText(item)}
      </span>
      {item.state === "done" ? (
        <span className="counts">
          {item.present}/{item.expected}
          {item.absent_ill > 0 && <em>{t("completeness.ill", { n: item.absent_ill })}</em>}
        </span>
      ) : (
        <span className="counts">
          {item.checker ? personName(item.checker) : t("tally.expected", { n: item.expected })}
        </span>
      )}
    </button>
  );
}

const classesFirst = (a: CompletenessItem, b: CompletenessItem): number =>
  Number(a.unit.kind === "staff_team") - Number(b.unit.kind === "staff_team");

/** A school at a glance: one cell a class, those that are missing first to catch the eye by colour, icon and word. */
export const ClassGrid = ({ items }: { items: CompletenessItem[] }) => (
  <div className="grid">
    {[...items].sort(classesFirst).map((item) => (
      <Cell key={item.unit.id} item={item} />
    ))}
  </div>
);

const rate = (item: CompletenessItem) =>
  item.groups_expected ? Math.floor((100 * item.groups_reported) / item.groups_expected) : 0;

const columns = (open: (item: CompletenessItem) => void): TableColumnsType<CompletenessItem> => [
  {
    title: t("unit"),
    key: "unit",
    fixed: "left",
    render: (_, item) => (
      <button type="button" className="link" onClick={() => open(item)}>
        {item.unit.name}
      </button>
    ),
  },
  {
    title: t("figure.reported"),
    key: "reported",
    sorter: (a, b) => rate(a) - rate(b),
    render: (_, item) => (
      <span className="rate">
        <Progress
          percent={rate(item)}
          size="small"
          showInfo={false}
          status={item.overdue > 0 ? "exception" : "normal"}
        />
        {item.groups_reported}/{item.groups_expected}
      </span>
    ),
  },
  {
    title: t("figure.overdue"),
    key: "overdue",
    align: "right",
    sorter: (a, b) => a.overdue - b.overdue,
    render: (_, item) =>
      item.overdue ? (
        <b className="bad">
          <ExclamationCircleFilled /> {item.overdue}
        </b>
      ) : (
        0
      ),
  },
  {
    title: t("figure.present"),
    key: "present",
    align: "right",
    responsive: ["sm"],
    render: (_, item) => `${item.present}/${item.expected}`,
  },
  {
    title: t("figure.absent_ill"),
    key: "ill",
    align: "right",
    sorter: (a, b) => a.absent_ill - b.absent_ill,
    render: (_, item) => (item.absent_ill ? <b>{item.absent_ill}</b> : 0),
  },
];

/** Those that have not reported in full come first, then those with most ill. */
const byNeed = (a: CompletenessItem, b: CompletenessItem): number =>
  b.overdue - a.overdue ||
  Number(b.groups_reported < b.groups_expected) - Number(a.groups_reported < a.groups_expected) ||
  b.absent_ill - a.absent_ill;

/** Units below this one; opening one moves the desk there. */
export function UnitTable({ items }: { items: CompletenessItem[] }) {
  const me = useMe();
  return (
    <Table
      size="small"
      rowKey={(item) => item.unit.id}
      dataSource={[...items].sort(byNeed)}
      columns={columns((item) => choosePlace(me, item.unit))}
      pagination={{
        pageSize: 15,
        hideOnSinglePage: true,
        showSizeChanger: false,
        showTotal: (n) => t("completeness.units", { n }),
      }}
      scroll={{ x: "max-content" }}
      data-testid="units"
    />
  );
}
