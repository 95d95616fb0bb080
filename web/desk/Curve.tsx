import { useQuery } from "@tanstack/react-query";
import { Card, Segmented, Space } from "antd";
import { useMemo, useState } from "react";
import { api, call } from "../client/api";
import type { EpidemicCurve } from "../client/types";
import { t, useLocale } from "../shared/i18n";
import { addDays } from "../shared/time";
import { useChart } from "./chart";
import { curveOption, totalOf } from "./curve-option";
import { usePlace } from "./place";
import { Answer, Nothing } from "./ui";

type By = "class" | "syndrome";
const SPANS = [14, 28, 56] as const;

function Bars({ curve }: { curve: EpidemicCurve }) {
  const language = useLocale();
  const option = useMemo(() => ({ ...curveOption(curve), lang: language }), [curve, language]);
  return (
    <>
      <div
        ref={useChart(option)}
        className="chart"
        role="img"
        aria-label={t("curve.aria", { n: totalOf(curve), days: curve.days.length })}
        data-testid="curve"
      />
      {curve.signals.length > 0 && (
        <p className="quiet caption">
          <i aria-hidden="true" />
          {t("curve.marks")}
        </p>
      )}
    </>
  );
}

/** New cases by day of onset: how it began, whether it grows, when each signal spoke. */
export default function Curve() {
  const { unit, day } = usePlace();
  const [by, setBy] = useState<By>("class");
  const [span, setSpan] = useState<number>(28);
  const query = { unit: unit.id, from: addDays(day, 1 - span), to: day, by };
  const asked = useQuery({
    queryKey: ["curve", unit.id, day, span, by],
    queryFn: () => call(api.GET("/api/v1/epidemic-curve", { params: { query } })),
    enabled: unit.id !== "",
    placeholderData: (before) => before,
  });
  const choices = (
    <Space wrap>
      <Segmented<By>
        value={by}
        onChange={setBy}
        options={[
          { value: "class", label: t("curve.by_class") },
          { value: "syndrome", label: t("curve.by_syndrome") },
        ]}
      />
      <Segmented<number>
        value={span}
        onChange={setSpan}
        options={SPANS.map((n) => ({ value: n, label: t("curve.days", { n }) }))}
      />
    </Space>
  );
  return (
    <Card title={t("curve.title")} extra={choices}>
      <Answer of={asked}>
        {(curve) =>
          totalOf(curve) > 0 ? <Bars curve={curve} /> : <Nothing what={t("curve.none")} next={t("curve.none_next")} />
        }
      </Answer>
    </Card>
  );
}
