import { Button, Input } from "antd-mobile";
import { type FormEvent, useState } from "react";
import { Brand } from "../shared/Brand";
import { problemText, t, useLocale } from "../shared/i18n";
import { signIn } from "../shared/session";
import { LanguageSwitch } from "./LanguageSwitch";

export function SignIn() {
  useLocale();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    signIn(username.trim(), password, "kept")
      .catch(setError)
      .finally(() => setBusy(false));
  };

  return (
    <div className="signin">
      <header>
        <Brand size={56} />
        <h1>{t("app.name")}</h1>
        <p>{t("field.tagline")}</p>
      </header>
      <form onSubmit={submit}>
        <label htmlFor="username">{t("signin.username")}</label>
        <Input id="username" autoComplete="username" autoCapitalize="none" value={username} onChange={setUsername} />
        <label htmlFor="password">{t("signin.password")}</label>
        <Input id="password" type="password" autoComplete="current-password" value={password} onChange={setPassword} />
        {error !== null && (
          <p className="error" role="alert">
            {problemText(error)}
          </p>
        )}
        <Button block color="primary" size="large" type="submit" loading={busy} disabled={!username || !password}>
          {t("signin.submit")}
        </Button>
      </form>
      <p className="quiet">{t("signin.help")}</p>
      <footer>
        <LanguageSwitch />
        <a href="/desk/">{t("field.to_desk")}</a>
      </footer>
    </div>
  );
}
