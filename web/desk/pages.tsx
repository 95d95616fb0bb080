import {
  AlertOutlined,
  ApartmentOutlined,
  AuditOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClearOutlined,
  DashboardOutlined,
  HeartOutlined,
  IdcardOutlined,
  OrderedListOutlined,
  PartitionOutlined,
  ScheduleOutlined,
  SendOutlined,
  TeamOutlined,
  UploadOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Me } from "../client/types";
import type { Key } from "../shared/i18n";
import { can } from "../shared/session";
import { Absences } from "./Absences";
import { Accounts } from "./Accounts";
import { Audit } from "./Audit";
import { Channels } from "./Channels";
import { Checklists } from "./Checklists";
import { Checks } from "./Checks";
import { Dashboard } from "./Dashboard";
import { Duties } from "./Duties";
import { DutyChain } from "./DutyChain";
import { Import } from "./Import";
import { Posts } from "./Posts";
import { Rounds } from "./Rounds";
import { SchoolCalendar } from "./SchoolCalendar";
import { SignalPage } from "./SignalPage";
import { Signals } from "./Signals";
import { Tasks } from "./Tasks";
import { Units } from "./Units";
import { WavePage, Waves } from "./Waves";

export type Page = {
  key: string;
  action: Me["actions"][number];
  title: Key;
  icon: ReactNode;
  show: (id: string | undefined) => ReactNode;
};

type Group = { title: Key; pages: readonly Page[] };

const WATCH: readonly Page[] = [
  {
    key: "overview",
    action: "check.read",
    title: "nav.overview",
    icon: <DashboardOutlined />,
    show: () => <Dashboard />,
  },
  {
    key: "signals",
    action: "signal.read",
    title: "nav.signals",
    icon: <AlertOutlined />,
    show: (id) => (id ? <SignalPage key={id} id={id} /> : <Signals />),
  },
  {
    key: "absences",
    action: "absence.read",
    title: "nav.sick",
    icon: <HeartOutlined />,
    show: (id) => <Absences open={id} />,
  },
  {
    key: "checks",
    action: "check.read",
    title: "nav.checks",
    icon: <ScheduleOutlined />,
    show: (id) => <Checks groupId={id} />,
  },
];

const WORK: readonly Page[] = [
  {
    key: "waves",
    action: "work.read",
    title: "nav.waves",
    icon: <SendOutlined />,
    show: (id) => (id ? <WavePage key={id} id={id} /> : <Waves />),
  },
  {
    key: "tasks",
    action: "work.read",
    title: "nav.tasks",
    icon: <CheckSquareOutlined />,
    show: (id) => <Tasks open={id} />,
  },
  {
    key: "checklists",
    action: "work.read",
    title: "nav.checklists",
    icon: <OrderedListOutlined />,
    show: (id) => <Checklists open={id} />,
  },
  { key: "rounds", action: "work.read", title: "nav.rounds", icon: <ClearOutlined />, show: () => <Rounds /> },
  {
    key: "duties",
    action: "post.read",
    title: "nav.duties",
    icon: <PartitionOutlined />,
    show: () => (
      <div className="stack">
        <Duties />
        <DutyChain />
      </div>
    ),
  },
];

const MANAGE: readonly Page[] = [
  { key: "units", action: "unit.manage", title: "nav.units", icon: <ApartmentOutlined />, show: () => <Units /> },
  { key: "posts", action: "post.read", title: "nav.posts", icon: <IdcardOutlined />, show: () => <Posts /> },
  { key: "import", action: "import.run", title: "nav.import", icon: <UploadOutlined />, show: () => <Import /> },
  {
    key: "accounts",
    action: "account.manage",
    title: "nav.accounts",
    icon: <TeamOutlined />,
    show: () => <Accounts />,
  },
  { key: "audit", action: "audit.read", title: "nav.audit", icon: <AuditOutlined />, show: () => <Audit /> },
  {
    key: "calendar",
    action: "post.read",
    title: "nav.calendar",
    icon: <CalendarOutlined />,
    show: () => <SchoolCalendar />,
  },
];

const GROUPS: readonly Group[] = [
  { title: "nav.group_watch", pages: WATCH },
  { title: "nav.group_work", pages: WORK },
  { title: "nav.group_manage", pages: MANAGE },
];

/** The pages I may open, by what they are for; groups without any are left out. */
export const myGroups = (me: Me): Group[] =>
  GROUPS.map((group) => ({ ...group, pages: group.pages.filter((page) => can(me, page.action)) })).filter(
    (group) => group.pages.length > 0,
  );

/** What belongs to everybody's own account and stands behind the name at the top, not in the menu. */
const OWN: readonly Page[] = [
  { key: "channels", action: "unit.read", title: "channel.title", icon: null, show: () => <Channels /> },
];

export const myPages = (me: Me): Page[] => [...myGroups(me).flatMap((group) => group.pages), ...OWN];
