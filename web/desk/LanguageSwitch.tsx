import { GlobalOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { t, useLocale } from "../shared/i18n";
import { chooseLocale } from "../shared/session";

/** Names the language it leads to, in that language. */
export function LanguageSwitch() {
  const other = useLocale() === "en" ? "zh-CN" : "en";
  return (
    <Button
      type="text"
      icon={<GlobalOutlined />}
      lang={other}
      data-testid="language"
      onClick={() => void chooseLocale(other)}
    >
      {t("language.other")}
    </Button>
  );
}
