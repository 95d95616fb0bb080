import { MenuOutlined } from "@ant-design/icons";
import { Button, Drawer, Layout, Menu, Result } from "antd";
import { useState } from "react";
import { Brand } from "../shared/Brand";
import { t, useLocale } from "../shared/i18n";
import { useLive } from "../shared/live";
import { go, useRoute } from "../shared/route";
import { useMe } from "../shared/session";
import { DemoBar } from "./DemoBar";
import { Header } from "./Header";
import { myGroups, myPages, type Page } from "./pages";

function Navigation({ current, onGo }: { current: string; onGo: () => void }) {
  const groups = myGroups(useMe());
  const entry = (page: Page) => ({ key: page.key, icon: page.icon, label: t(page.title) });
  const items =
    groups.length > 1
      ? groups.map(({ title, pages }) => ({
          key: title,
          type: "group" as const,
          label: t(title),
          children: pages.map(entry),
        }))
      : groups.flatMap(({ pages }) => pages.map(entry));
  const open = (key: string) => {
    go(`/${key}`);
    onGo();
  };
  return <Menu mode="inline" selectedKeys={[current]} items={items} onClick={({ key }) => open(key)} />;
}

function Content({ page, id }: { page: Page | undefined; id: string | undefined }) {
  if (page) return <>{page.show(id)}</>;
  const nothing = myGroups(useMe()).length === 0;
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
  const pages = myPages(me);
  const page = name ? pages.find((one) => one.key === name) : myGroups(me)[0]?.pages[0];
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
