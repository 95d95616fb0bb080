import {
  AlertOutlined,
  ApartmentOutlined,
  AuditOutlined,
  CalendarOutlined,
  DashboardOutlined,
  HeartOutlined,
  IdcardOutlined,
  MenuOutlined,
  ScheduleOutlined,
  TeamOutlined,
  UploadOutlined,
} from "@ant-design/icons";
import { Button, Drawer, Layout, Menu, Result } from "antd";
import { type ReactNode, useState } from "react";
import type { Me } from "../client/types";
import { Brand } from "../shared/Brand";
import { type Key, t, useLocale } from "../shared/i18n";
import { useLive } from "../shared/live";
import { go, useRoute } from "../shared/route";
import { can, useMe } from "../shared/session";
import { Absences } from "./Absences";
import { Accounts } from "./Accounts";
import { Audit } from "./Audit";
import { Checks } from "./Checks";
import { Dashboard } from "./Dashboard";
import { DemoBar } from "./DemoBar";
import { Header } from "./Header";
import { Import } from "./Import";
import { Posts } from "./Posts";
import { SchoolCalendar } from "./SchoolCalendar";
import { SignalPage } from "./SignalPage";
import { Signals } from "./Signals";
import { Units } from "./Units";

type Page = {
  key: string;
  action: Me["actions"][number];
  title: Key;
  icon: ReactNode;
  show: (id: string | undefined) => ReactNode;
};

const PAGES: readonly Page[] = [
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

const mine = (me: Me) => PAGES.filter((page) => can(me, page.action));

function Navigation({ current, onGo }: { current: string; onGo: () => void }) {
  const items = mine(useMe()).map((page) => ({ key: page.key, icon: page.icon, label: t(page.title) }));
  const open = (key: string) => {
    go(`/${key}`);
    onGo();
  };
  return <Menu mode="inline" selectedKeys={[current]} items={items} onClick={({ key }) => open(key)} />;
}

function Content({ page, id }: { page: Page | undefined; id: string | undefined }) {
  if (page) return <>{page.show(id)}</>;
  const nothing = mine(useMe()).length === 0;
  const title = nothing ? t("desk.no_pages") : t("problem.not_found");
  const next = nothing ? (
    <Button type="primary" href="/field/">
      {t("desk.to_field")}
    </Button>
  ) : (
    <Button onClick={() => go("/")}>{t("desk.to_overview")}</Button>
  );
  return (
    <Result
      status={nothing ? "info" : "404"}
      title={title}
      subTitle={nothing ? t("desk.no_pages_next") : undefined}
      extra={next}
    />
  );
}

export function Frame() {
  useLocale();
  useLive();
  const me = useMe();
  const [name, id] = useRoute();
  const [menu, setMenu] = useState<"open" | "shut">("shut");
  const pages = mine(me);
  const page = name ? pages.find((one) => one.key === name) : pages[0];
  const brand = (
    <div className="brand">
      <Brand invert="yes" />
      <b>{t("app.name")}</b>
    </div>
  );
  return (
    <Layout className="frame">
      <Layout.Sider className="side" width={184} theme="light" breakpoint="lg" collapsedWidth={0} trigger={null}>
        {brand}
        <Navigation current={page?.key ?? ""} onGo={() => undefined} />
      </Layout.Sider>
      <Drawer
        open={menu === "open"}
        placement="left"
        size={230}
        title={t("app.name")}
        onClose={() => setMenu("shut")}
        styles={{ body: { padding: 0 } }}
      >
        <Navigation current={page?.key ?? ""} onGo={() => setMenu("shut")} />
      </Drawer>
      <Layout>
        <Header
          menu={
            <Button
              className="menu-button"
              type="text"
              icon={<MenuOutlined />}
              aria-label={t("nav.menu")}
              onClick={() => setMenu("open")}
            />
          }
        />
        <DemoBar />
        <Layout.Content className="content">
          <Content page={page} id={id} />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
