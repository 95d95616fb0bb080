import { LeftOutlined, RightOutlined, UserOutlined } from "@ant-design/icons";
import { Button, DatePicker, Dropdown, Layout, Tooltip } from "antd";
import dayjs from "dayjs";
import { type ReactNode, useState } from "react";
import { t } from "../shared/i18n";
import { useLiveState } from "../shared/live";
import { roleText } from "../shared/sentences";
import { signOut, useMe } from "../shared/session";
import { addDays, longDay } from "../shared/time";
import { LanguageSwitch } from "./LanguageSwitch";
import { PasswordChange } from "./PasswordChange";
import { chooseDay, forgetPlace, usePlace } from "./place";
import { UnitPicker } from "./UnitPicker";

function DayPicker() {
  const me = useMe();
  const { day, follows } = usePlace();
  const set = (next: string) => chooseDay(next === me.today ? null : next);
  return (
    <div className="day-picker">
      <Button type="text" icon={<LeftOutlined />} aria-label={t("day.before")} onClick={() => set(addDays(day, -1))} />
      <DatePicker
        allowClear={false}
        variant="borderless"
        value={dayjs(day)}
        suffixIcon={null}
        inputReadOnly
        aria-label={t("day.choose")}
        format={() => longDay(day)}
        disabledDate={(date) => date.format("YYYY-MM-DD") > me.today}
        onChange={(date) => date && set(date.format("YYYY-MM-DD"))}
      />
      <Button
        type="text"
        icon={<RightOutlined />}
        aria-label={t("day.after")}
        disabled={day >= me.today}
        onClick={() => set(addDays(day, 1))}
      />
      {follows === "chosen" && (
        <Button size="small" onClick={() => chooseDay(null)}>
          {t("day.today")}
        </Button>
      )}
    </div>
  );
}

function LiveDot() {
  const state = useLiveState();
  const word = { live: t("live.live"), connecting: t("live.connecting"), lost: t("live.lost") }[state];
  return (
    <Tooltip title={state === "lost" ? t("live.lost_detail") : t("live.detail")}>
      <span className={`live ${state}`} role="status" data-testid="live">
        <i />
        {word}
      </span>
    </Tooltip>
  );
}

function Account() {
  const me = useMe();
  const [changing, setChanging] = useState<"open" | "shut">("shut");
  const leave = () => {
    forgetPlace(me);
    void signOut("none");
  };
  const name = me.person?.name ?? me.username;
  const grants = me.grants.map((one, n) => ({
    key: String(n),
    disabled: true,
    label: `${roleText(one.role)} · ${one.unit.name}`,
  }));
  const items = [
    ...grants,
    { type: "divider" as const },
    { key: "channels", label: <a href="#/channels">{t("channel.title")}</a> },
    { key: "password", label: t("password.change"), onClick: () => setChanging("open") },
    { key: "field", label: <a href="/field/">{t("desk.to_field")}</a> },
    { key: "out", label: t("sign_out"), onClick: leave },
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]}>
        <Button type="text" icon={<UserOutlined />} data-testid="account" aria-label={name}>
          <span className="wide">{name}</span>
        </Button>
      </Dropdown>
      {changing === "open" && <PasswordChange onClose={() => setChanging("shut")} />}
    </>
  );
}

export function Header({ menu }: { menu: ReactNode }) {
  return (
    <Layout.Header className="header">
      {menu}
      <UnitPicker />
      <DayPicker />
      <span className="spring" />
      <LiveDot />
      <LanguageSwitch />
      <Account />
    </Layout.Header>
  );
}
