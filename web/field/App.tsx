import { useQueryClient } from "@tanstack/react-query";
import { ConfigProvider, ErrorBlock, SpinLoading, TabBar } from "antd-mobile";
import { FillinOutline, HeartOutline, SmileOutline, UserOutline } from "antd-mobile-icons";
import enUS from "antd-mobile/es/locales/en-US";
import zhCN from "antd-mobile/es/locales/zh-CN";
import { type ReactNode, useEffect } from "react";
import type { Me } from "../client/types";
import { t, useLocale } from "../shared/i18n";
import { useLive } from "../shared/live";
import { startOutbox, stopOutbox } from "../shared/outbox";
import { go, useRoute } from "../shared/route";
import { can, hasRole, resume, useMe, useSession } from "../shared/session";
import { Absences } from "./Absences";
import { Banner } from "./Banner";
import { CheckPage } from "./Check";
import { Dilution } from "./Dilution";
import { MePage } from "./MePage";
import { SignIn } from "./SignIn";
import { TaskPage } from "./TaskPage";
import { Today } from "./Today";
import { TracePage } from "./Trace";

import { WardPage, Wards } from "./Wards";

type Tab = { key: string; title: string; icon: ReactNode };

function tabsOf(me: Me): Tab[] {
  return [
    ...(can(me, "check.report") || can(me, "work.do")
      ? [{ key: "today", title: t("nav.today"), icon: <FillinOutline /> }]
      : []),
    ...(can(me, "absence.trace") ? [{ key: "absences", title: t("nav.absences"), icon: <HeartOutline /> }] : []),
    ...(hasRole(me, "guardian") ? [{ key: "wards", title: t("nav.wards"), icon: <SmileOutline /> }] : []),
    { key: "me", title: t("nav.me"), icon: <UserOutline /> },
  ];
}

function page([name, id, extra]: string[], home: string) {
  switch (name ?? home) {
    case "today":
      return <Today />;
    case "check":
      return <CheckPage key={`${id}${extra}`} groupId={id ?? ""} checkType={extra ?? ""} />;
    case "task":
      return <TaskPage key={id} id={id ?? ""} />;
    case "dilution":
      return <Dilution />;
    case "absences":
      return id ? <TracePage key={id} id={id} /> : <Absences />;
    case "wards":
      return id ? <WardPage key={id} id={id} /> : <Wards />;
    default:
      return <MePage />;
  }
}

/** Waiting reports go out from here, whatever page is open. */
function useOutbox() {
  const me = useMe();
  const queries = useQueryClient();
  useEffect(() => {
    void startOutbox(me.account_id, me.today, () => {
      void queries.invalidateQueries({ queryKey: ["due"] });
      void queries.invalidateQueries({ queryKey: ["absences"] });
      void queries.invalidateQueries({ queryKey: ["work"] });
    });
    return stopOutbox;
  }, [me.account_id, me.today, queries]);
}

function SignedIn() {
  const me = useMe();
  const route = useRoute();
  useOutbox();
  useLive();
  const tabs = tabsOf(me);
  const home = tabs[0]?.key ?? "me";
  const inner = route.length > 1 || route[0] === "dilution";
  return (
    <div className="page">
      <Banner />
      <main>{page(route, home)}</main>
      {!inner && (
        <TabBar className="tabs" safeArea activeKey={route[0] ?? home} onChange={(key) => go(`/${key}`)}>
          {tabs.map((tab) => (
            <TabBar.Item key={tab.key} icon={tab.icon} title={tab.title} />
          ))}
        </TabBar>
      )}
    </div>
  );
}

export function App() {
  const language = useLocale();
  const session = useSession();
  return (
    <ConfigProvider locale={language === "en" ? enUS : zhCN}>
      {session.state === "asking" && (
        <div className="centre">
          <SpinLoading color="primary" />
        </div>
      )}
      {session.state === "signed_out" && <SignIn />}
      {session.state === "unreachable" && (
        <div className="centre" onClick={() => void resume("kept")}>
          <ErrorBlock
            status="disconnected"
            title={t("problem.network.unreachable")}
            description={t("field.first_needs_network")}
          />
        </div>
      )}
      {session.state === "signed_in" && <SignedIn />}
    </ConfigProvider>
  );
}
