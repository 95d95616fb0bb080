import { useMutation } from "@tanstack/react-query";
import { Alert, App, Form, Input, Modal } from "antd";
import { api, call } from "../client/api";
import { problemText, t } from "../shared/i18n";

type Answers = { current: string; next: string; again: string };

/** The server's least length; it judges the rest itself. */
const LEAST = 10;

/** Changes one's own password; the server ends one's sessions on other devices. */
export function PasswordChange({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<Answers>();
  const { message } = App.useApp();
  const change = useMutation({
    mutationFn: ({ current, next }: Answers) =>
      call(api.POST("/api/v1/session/password", { body: { current, new: next } })),
    onSuccess: () => {
      void message.success(t("password.changed"));
      onClose();
    },
  });
  const needed = { required: true, message: t("needed") };
  const alike = {
    validator: (_: unknown, again: string) =>
      !again || again === form.getFieldValue("next")
        ? Promise.resolve()
        : Promise.reject(new Error(t("password.differs"))),
  };
  return (
    <Modal
      open
      title={t("password.change")}
      okText={t("password.change")}
      cancelText={t("cancel")}
      confirmLoading={change.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        name="password"
        layout="vertical"
        requiredMark={false}
        onFinish={(answers) => change.mutate(answers)}
      >
        <Form.Item name="current" label={t("password.current")} rules={[needed]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Form.Item
          name="next"
          label={t("password.new")}
          extra={t("password.hint", { n: LEAST })}
          rules={[needed, { min: LEAST, message: t("password.hint", { n: LEAST }) }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="again" label={t("password.again")} dependencies={["next"]} rules={[needed, alike]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {change.isError && <Alert type="error" showIcon title={problemText(change.error)} data-testid="problem" />}
      </Form>
    </Modal>
  );
}
