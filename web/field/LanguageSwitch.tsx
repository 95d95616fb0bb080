import { useLocale, t } from "../shared/i18n";
import { chooseLocale } from "../shared/session";

/** Names the language it leads to, in that language. */
export function LanguageSwitch() {
  const now = useLocale();
  const other = now === "en" ? "zh-CN" : "en";
  return (
    <button type="button" className="link" lang={other} data-testid="language" onClick={() => void chooseLocale(other)}>
      {t("language.other")}
    </button>
  );
}
