import { Alert, Button, Card, Form, Input } from "antd";
import { useState } from "react";
import { Brand } from "../shared/Brand";
import { problemText, t } from "../shared/i18n";
import { signIn } from "../shared/session";
import { LanguageSwitch } from "./LanguageSwitch";

type Answers = { username: string; password: string };

export function SignIn() {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = ({ username, password }: Answers) => {
    setBusy(true);
    setError(null);
    signIn(username.trim(), password, "none")
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="signin">
      <header>
        <Brand size={52} />
        <div>
          <h1>{t("app.name")}</h1>
          <p>{t("desk.tagline")}</p>
        </div>
      </header>
      <Card>
        <Form<Answers> layout="vertical" requiredMark={false} onFinish={submit}>
          <Form.Item
            name="username"
            label={t("signin.username")}
            rules={[{ required: true, message: t("signin.username_needed") }]}
          >
            <Input size="large" autoFocus autoComplete="username" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t("signin.password")}
            rules={[{ required: true, message: t("signin.password_needed") }]}
          >
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
          {error !== null && (
            <Alert className="gap" type="error" showIcon title={problemText(error)} data-testid="problem" />
          )}
          <Button block type="primary" size="large" htmlType="submit" loading={busy}>
            {t("signin.submit")}
          </Button>
        </Form>
        <p className="quiet">{t("signin.help")}</p>
      </Card>
      <footer>
        <LanguageSwitch />
        <a href="/field/">{t("desk.to_field")}</a>
      </footer>
    </div>
  );
}
