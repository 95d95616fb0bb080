import { Input, NavBar } from "antd-mobile";
import { useState } from "react";
import type { Stock } from "../shared/dilution";
import { type Entry, recipeText, strengthLabel, TARGETS, USUAL } from "../shared/dilution-words";
import { t, tCode, useLocale } from "../shared/i18n";
import { back } from "../shared/route";

const FORMS: readonly Stock["form"][] = ["liquid", "tablet", "powder"];
const STRENGTH = { liquid: "5", tablet: "500", powder: "20" } as const;

/** How much disinfectant goes into how much water: worked out on the phone, with or without signal. */
export function Dilution() {
  useLocale();
  const [entry, setEntry] = useState<Entry>(USUAL);
  const set = (change: Partial<Entry>) => setEntry({ ...entry, ...change });
  const recipe = recipeText(entry);
  return (
    <section className="check">
      <NavBar onBack={back}>{t("dilution.title")}</NavBar>
      <div className="card">
        <div className="chips" role="group" aria-label={t("dilution.form")}>
          {FORMS.map((form) => (
            <button
              key={form}
              type="button"
              aria-pressed={entry.form === form}
              onClick={() => set({ form, strength: STRENGTH[form] })}
            >
              {tCode("dilution_form", form)}
            </button>
          ))}
        </div>
        <div className="question">
          <label htmlFor="strength">{strengthLabel(entry.form)}</label>
          <Input
            id="strength"
            className="boxed"
            inputMode="decimal"
            value={entry.strength}
            onChange={(strength) => set({ strength })}
          />
        </div>
        <div className="question">
          <label htmlFor="target">{t("dilution.target")}</label>
          <Input
            id="target"
            className="boxed"
            inputMode="decimal"
            value={entry.target}
            onChange={(target) => set({ target })}
          />
          <div className="chips gap-above">
            {TARGETS.map((target) => (
              <button key={target} type="button" aria-pressed={entry.target === target} onClick={() => set({ target })}>
                {target}
              </button>
            ))}
          </div>
        </div>
        <div className="question">
          <label htmlFor="litres">{t("dilution.litres")}</label>
          <Input
            id="litres"
            className="boxed"
            inputMode="decimal"
            value={entry.litres}
            onChange={(litres) => set({ litres })}
          />
        </div>
      </div>
      <div className={`card recipe ${recipe.tone}`} role="status" data-testid="recipe">
        {recipe.text}
      </div>
      <p className="quiet pad">{t("dilution.caution")}</p>
    </section>
  );
}
