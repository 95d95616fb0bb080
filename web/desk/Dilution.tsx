import { AutoComplete, Card, Form, Input, Segmented } from "antd";
import { useState } from "react";
import type { Stock } from "../shared/dilution";
import { type Entry, recipeText, strengthLabel, TARGETS, USUAL } from "../shared/dilution-words";
import { t, tCode } from "../shared/i18n";

const FORMS: readonly Stock["form"][] = ["liquid", "tablet", "powder"];
const STRENGTH = { liquid: "5", tablet: "500", powder: "20" } as const;

/** How much disinfectant goes into how much water. */
export function Dilution() {
  const [entry, setEntry] = useState<Entry>(USUAL);
  const set = (change: Partial<Entry>) => setEntry({ ...entry, ...change });
  const recipe = recipeText(entry);
  return (
    <Card title={t("dilution.title")} data-testid="dilution">
      <Form layout="vertical" component="div">
        <Form.Item>
          <Segmented<Stock["form"]>
            value={entry.form}
            onChange={(form) => set({ form, strength: STRENGTH[form] })}
            options={FORMS.map((value) => ({ value, label: tCode("dilution_form", value) }))}
          />
        </Form.Item>
        <div className="dilution">
          <Form.Item label={strengthLabel(entry.form)} htmlFor="strength">
            <Input
              id="strength"
              inputMode="decimal"
              value={entry.strength}
              onChange={(e) => set({ strength: e.target.value })}
            />
          </Form.Item>
          <Form.Item label={t("dilution.target")} htmlFor="target">
            <AutoComplete
              id="target"
              value={entry.target}
              options={TARGETS.map((value) => ({ value }))}
              onChange={(target: string) => set({ target })}
            />
          </Form.Item>
          <Form.Item label={t("dilution.litres")} htmlFor="litres">
            <Input
              id="litres"
              inputMode="decimal"
              value={entry.litres}
              onChange={(e) => set({ litres: e.target.value })}
            />
          </Form.Item>
        </div>
      </Form>
      <p className={`recipe ${recipe.tone}`} role="status" data-testid="recipe">
        {recipe.text}
      </p>
      <p className="quiet">{t("dilution.caution")}</p>
    </Card>
  );
}
