import { t } from "./i18n";

/** The shield with its tick, as on the phone's home screen. */
export function Brand({ size = 28, invert = "no" }: { size?: number; invert?: "yes" | "no" }) {
  const [ground, tick] = invert === "yes" ? ["#fff", "#0f5e6b"] : ["#0f5e6b", "#fff"];
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" role="img" aria-label={t("app.name")}>
      <path fill={ground} d="M32 3 8 11v19c0 15 10 25.500 24 31 14-5.500 24-16 24-31V11z" />
      <path fill={tick} d="M28 42.500 17.500 32l4.200-4.200 6.300 6.300 14.300-14.300 4.200 4.200z" />
    </svg>
  );
}
