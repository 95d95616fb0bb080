/** A recipe in words. */
import { dilute, type Stock } from "./dilution";
import { t } from "./i18n";

export type Entry = { form: Stock["form"]; strength: string; target: string; litres: string };

/** 5 % hypochlorite to 500 mg/L, a bucket of 10 L: what most schools mix. */
export const USUAL: Entry = { form: "liquid", strength: "5", target: "500", litres: "10" };

/** Common concentrations of available chlorine, mg/L. */
export const TARGETS = ["250", "500", "1000", "2000", "5000"] as const;

const read = (text: string): number => Number(text.trim().replace(/[。,,]/, ".") || Number.NaN);

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));

/** "取消毒液 100 mL,加水 9.9 L" or what is wrong with the figures. */
export function recipeText({ form, strength, target, litres }: Entry): { text: string; tone: "good" | "bad" } {
  const own = read(strength);
  const stock: Stock = form === "tablet" ? { form, milligrams: own } : { form, percent: own };
  const recipe = dilute({ stock, target: read(target), litres: read(litres) });
  if (recipe === "not_positive") return { text: t("dilution.not_positive"), tone: "bad" };
  if (recipe === "weaker_than_wanted") return { text: t("dilution.weaker_than_wanted"), tone: "bad" };
  const parts = { stock: rounded(recipe.stock), water: rounded(recipe.water) };
  switch (recipe.unit) {
    case "ml":
      return { text: t("dilution.ml", parts), tone: "good" };
    case "g":
      return { text: t("dilution.g", parts), tone: "good" };
    case "tablets":
      return {
        text: t("dilution.tablets", { ...parts, off: Math.round(100 * recipe.off) }),
        tone: "good",
      };
  }
}

export const strengthLabel = (form: Stock["form"]): string =>
  form === "tablet" ? t("dilution.milligrams") : t("dilution.percent");
