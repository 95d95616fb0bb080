/**
 * How much of a disinfectant goes into how much water. Pure. Concentrations are of the agent (available chlorine), in mg/L;
 * a liquid's strength in per cent is grams of agent in 100 mL, so 1 % is 10,000 mg/L.
 */
export type Stock =
  { form: "liquid"; percent: number } | { form: "tablet"; milligrams: number } | { form: "powder"; percent: number };

export type Wish = { stock: Stock; /** mg/L */ target: number; /** of the finished solution */ litres: number };

/** What to take: millilitres, tablets or grams, and the water to it in litres. `off` by rounding tablets, as a share. */
export type Recipe = { stock: number; unit: "ml" | "tablets" | "g"; water: number; off: number };

export type DilutionFault = "not_positive" | "weaker_than_wanted";

const MG_PER_L_OF_PERCENT = 10_000;
/** A solution may be a little too strong or too weak; a tablet cannot be cut finer than a half. */
const HALF_TABLETS = 2;

export function dilute({ stock, target, litres }: Wish): Recipe | DilutionFault {
  const strength = stock.form === "tablet" ? stock.milligrams : stock.percent;
  if (![target, litres, strength].every((one) => Number.isFinite(one) && one > 0)) return "not_positive";
  const milligrams = target * litres;
  switch (stock.form) {
    case "liquid": {
      const own = stock.percent * MG_PER_L_OF_PERCENT;
      if (stock.percent > 100 || own < target) return "weaker_than_wanted";
      const ml = (milligrams / own) * 1000;
      return { stock: ml, unit: "ml", water: litres - ml / 1000, off: 0 };
    }
    case "powder": {
      if (stock.percent > 100) return "not_positive";
      return { stock: milligrams / (stock.percent * 10), unit: "g", water: litres, off: 0 };
    }
    case "tablet": {
      const exact = milligrams / stock.milligrams;
      const tablets = Math.max(1, Math.ceil(exact * HALF_TABLETS - 1e-9)) / HALF_TABLETS;
      return { stock: tablets, unit: "tablets", water: litres, off: tablets / exact - 1 };
    }
  }
}
