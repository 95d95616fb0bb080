import { useQuery } from "@tanstack/react-query";
import { Card, Segmented, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { api, call } from "../client/api";
import type { CheckType, Completeness } from "../client/types";
import { t, tCode } from "../shared/i18n";
import { can, useMe } from "../shared/session";
import { ClassGrid, UnitTable } from "./Completeness";
import { isGroup, usePlace } from "./place";
import { SignalCards } from "./SignalCards";
import { Answer, Nothing } from "./ui";

// Charts are the heaviest part and not the first thing read.
const Curve = lazy(() => import("./Curve"));

const TYPES: readonly CheckType[] = ["morning", "noon", "evening"];

function Figure({ label, value, of, tone }: { label: string; value: number; of?: number; tone?: "bad" | "good" }) {
  return (
    <div className={`figure ${tone ?? ""}`}>
      <span>{label}</span>
      <b>
        {value}
        {of !== undefined && <small> / {of}</small>}
      </b>
    </div>
  );
}

function Figures({ totals }: { totals: Completeness["totals"] }) {
  const done = totals.groups_reported >= totals.groups_expected;
  return (
    <div className="figures" data-testid="figures">
      <Figure
        label={t("figure.reported")}
        value={totals.groups_reported}
        of={totals.groups_expected}
        tone={done ? "good" : undefined}
      />
      <Figure label={t("figure.overdue")} value={totals.overdue} tone={totals.overdue > 0 ? "bad" : undefined} />
      <Figure label={t("figure.present")} value={totals.present} of={totals.pupils_expected} />
      <Figure
        label={t("figure.absent_ill")}
        value={totals.absent_ill}
        tone={totals.absent_ill > 0 ? "bad" : undefined}
      />
      <Figure label={t("figure.ill_in_class")} value={totals.ill_in_class} />
      <Figure label={t("figure.absent_other")} value={totals.absent_other} />
      <Figure label={t("figure.late")} value={totals.late} />
    </div>
  );
}

function Reports({ data }: { data: Completeness }) {
  const groups = data.items.filter((one) => isGroup(one.unit));
  const units = data.items.filter((one) => !isGroup(one.unit));
  if (!data.school_day) return <Nothing what={t("completeness.no_school")} next={t("completeness.no_school_next")} />;
  if (data.items.length === 0) return <Nothing what={t("completeness.none")} next={t("completeness.none_next")} />;
  return (
    <>
      {units.length > 0 && <UnitTable items={units} />}
      {groups.length > 0 && <ClassGrid items={groups} />}
    </>
  );
}

export function Dashboard() {
  const me = useMe();
  const { unit, day } = usePlace();
  const [check_type, setType] = useState<CheckType>("morning");
  const query = { unit: unit.id, day, check_type };
  const asked = useQuery({
    queryKey: ["completeness", unit.id, day, check_type],
    queryFn: () => call(api.GET("/api/v1/completeness", { params: { query } })),
    enabled: unit.id !== "",
    placeholderData: (before) => (before?.unit.id === unit.id ? before : undefined),
  });
  const types = (
    <Segmented<CheckType>
      value={check_type}
      onChange={setType}
      options={TYPES.map((one) => ({ value: one, label: tCode("check_type", one) }))}
    />
  );
  const signals = can(me, "signal.read");
  return (
    <div className={signals ? "overview" : undefined}>
      <Card title={t("completeness.title", { unit: unit.name })} extra={types} data-testid="completeness">
        <Answer of={asked}>
          {(data) => (
            <>
              {data.school_day && <Figures totals={data.totals} />}
              <Reports data={data} />
            </>
          )}
        </Answer>
      </Card>
      {signals && <SignalCards />}
      {signals && (
        <Suspense fallback={<Skeleton active />}>
          <Curve />
        </Suspense>
      )}
    </div>
  );
}
