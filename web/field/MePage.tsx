import { Button, Dialog, Toast } from "antd-mobile";
import { problemText, t, useLocale } from "../shared/i18n";
import { items } from "../shared/outbox";
import { unsent } from "../shared/queue";
import { roleText } from "../shared/sentences";
import { signOut, useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { shortDay } from "../shared/time";
import { LanguageSwitch } from "./LanguageSwitch";

/** Signing out erases what waits on this phone, so it asks when something does. */
async function leave(waiting: number): Promise<void> {
  if (waiting > 0) {
    const sure = await Dialog.confirm({
      content: t("me.unsent", { n: waiting }),
      confirmText: t("me.sign_out_anyway"),
      cancelText: t("cancel"),
    });
    if (!sure) return;
  }
  await signOut("kept").catch((error: unknown) => void Toast.show(problemText(error)));
}

export function MePage() {
  useLocale();
  const me = useMe();
  const waiting = unsent(useStore(items)).length;
  return (
    <section className="today">
      <header>
        <h1>{me.person?.name ?? me.username}</h1>
        <p>{me.username}</p>
      </header>
      <div className="card">
        <h3>{t("me.grants")}</h3>
        {me.grants.map((one) => (
          <p key={one.role + one.unit.id} className="row">
            <b>{roleText(one.role)}</b>
            <span>
              {one.unit.name}
              {one.until && ` · ${t("me.until", { day: shortDay(one.until) })}`}
            </span>
          </p>
        ))}
      </div>
      <div className="card">
        <p className="row">
          <b>{t("me.language")}</b>
          <LanguageSwitch />
        </p>
        <p className="row">
          <b>{t("me.desk")}</b>
          <a href="/desk/">{t("field.to_desk")}</a>
        </p>
        <p className="row">
          <b>{t("channel.title")}</b>
          <a href="/desk/#/channels">{t("field.to_desk")}</a>
        </p>
        <p className="row">
          <b>{t("me.waiting")}</b>
          <span>{waiting}</span>
        </p>
      </div>
      <Button block size="large" data-testid="sign-out" onClick={() => void leave(waiting)}>
        {t("sign_out")}
      </Button>
    </section>
  );
}
