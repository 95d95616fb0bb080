import { App as Messages, Button, ConfigProvider, Result, Spin } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { t, useLocale } from "../shared/i18n";
import { resume, useSession } from "../shared/session";
import { colours } from "../shared/theme";
import { Frame } from "./Frame";
import { SignIn } from "./SignIn";

const theme = {
  token: {
    colorPrimary: colours.brand,
    colorInfo: colours.other,
    colorSuccess: colours.good,
    colorError: colours.bad,
    colorWarning: "#c08a12",
    colorText: colours.ink,
    colorTextSecondary: colours.quiet,
    colorBgLayout: colours.ground,
    borderRadius: 6,
    fontSize: 14,
    fontFamily: '-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif',
    colorPrimaryBg: "#e8f2f4",
    controlItemBgActive: "#e2eef0",
    controlItemBgActiveHover: "#d6e6e9",
    colorLink: colours.brand,
  },
};

export function App() {
  const language = useLocale();
  const session = useSession();
  dayjs.locale(language === "en" ? "en" : "zh-cn");
  return (
    <ConfigProvider locale={language === "en" ? enUS : zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <Messages>
        {session.state === "asking" && (
          <div className="centre">
            <Spin size="large" />
          </div>
        )}
        {session.state === "signed_out" && <SignIn />}
        {session.state === "unreachable" && (
          <Result
            status="warning"
            title={t("problem.network.unreachable")}
            subTitle={t("retry.soon")}
            extra={
              <Button type="primary" onClick={() => void resume("none")}>
                {t("retry")}
              </Button>
            }
          />
        )}
        {session.state === "signed_in" && <Frame key={session.me.account_id} />}
      </Messages>
    </ConfigProvider>
  );
}
