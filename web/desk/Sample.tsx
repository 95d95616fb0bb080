import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select, Space } from "antd";
import { useState } from "react";
import { api, call } from "../client/api";
import type { InspectionSample, Paper } from "../client/types";
import { t } from "../shared/i18n";
import { useMe } from "../shared/session";
import { Exports } from "./Exports";
import { usePlace } from "./place";
import { Answer, Nothing } from "./ui";

const SHARES = [0.02, 0.05, 0.1, 0.2] as const;
const CONFIDENCES = [0.8, 0.9, 0.95] as const;
const whole = (of: number) => `${Math.round(of * 100)}%`;

/** The visits as a sheet with room for a date and a signature. */
const paper = (sample: InspectionSample, where: string): Paper => ({
  paper: "table",
  title: t("checklist.sample"),
  subtitle: `${where} · ${sample.seed}`,
  columns: [
    { heading: t("sample.above"), share: 5 },
    { heading: t("sample.school"), share: 8 },
    { heading: t("sample.visited"), share: 4 },
  ],
  rows: sample.strata.flatMap((one) => one.drawn.map((school) => [one.above.name, school.name, ""])),
  notes: [
    t("sample.sum", { drawn: sample.drawn, all: sample.all, faulty: sample.faulty, p: whole(sample.confidence) }),
  ],
  foot: t("app.name"),
});

/** Where an inspector goes: drawn by lot, so that nobody chooses, and the same again for whoever checks the draw. */
export function Sample() {
  const me = useMe();
  const { unit } = usePlace();
  const [seed, setSeed] = useState(me.today);
  const [faulty, setFaulty] = useState<number>(0.1);
  const [confidence, setConfidence] = useState<number>(0.9);
  const [wanted, setWanted] = useState<{ seed: string; faulty: number; confidence: number } | null>(null);
  const asked = useQuery({
    queryKey: ["sample", unit.id, wanted],
    queryFn: () =>
      call(
        api.GET("/api/v1/work/inspection-sample", {
          params: { query: { unit: unit.id, ...(wanted ?? { seed, faulty, confidence }) } },
        }),
      ),
    enabled: wanted !== null,
  });
  const choices = (list: readonly number[]) => list.map((value) => ({ value, label: whole(value) }));
  return (
    <div className="stack" data-testid="sample">
      <p className="quiet">{t("sample.about")}</p>
      <Space wrap>
        <label>
          {t("sample.faulty")} <Select value={faulty} onChange={setFaulty} options={choices(SHARES)} />
        </label>
        <label>
          {t("sample.confidence")} <Select value={confidence} onChange={setConfidence} options={choices(CONFIDENCES)} />
        </label>
        <label>
          {t("sample.seed")}{" "}
          <Input value={seed} maxLength={60} onChange={(e) => setSeed(e.target.value)} style={{ width: 160 }} />
        </label>
        <Button
          type="primary"
          disabled={!seed.trim()}
          onClick={() => setWanted({ seed: seed.trim(), faulty, confidence })}
        >
          {t("sample.draw")}
        </Button>
      </Space>
      {wanted && (
        <Answer of={asked}>
          {(sample) =>
            sample.drawn === 0 ? (
              <Nothing what={t("sample.none")} next={t("sample.none_next")} />
            ) : (
              <>
                <p>
                  <b>
                    {t("sample.sum", {
                      drawn: sample.drawn,
                      all: sample.all,
                      faulty: sample.faulty,
                      p: whole(sample.confidence),
                    })}
                  </b>
                </p>
                <Exports name={t("checklist.sample")} paper={() => paper(sample, unit.name)} />
                {sample.strata.map((one) => (
                  <p key={one.above.id}>
                    <b>{one.above.name}</b> ({one.drawn.length} / {one.all}){" "}
                    {one.drawn.map((school) => school.name).join(t("list.comma"))}
                  </p>
                ))}
              </>
            )
          }
        </Answer>
      )}
    </div>
  );
}
