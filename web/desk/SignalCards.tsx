import { useQuery } from "@tanstack/react-query";
import { Card } from "antd";
import { api, page } from "../client/api";
import type { Signal } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { go } from "../shared/route";
import { signalReason } from "../shared/sentences";
import { shortDay } from "../shared/time";
import { usePlace } from "./place";
import { byUrgency } from "./urgency";
import { Answer, DueClock, Nothing, StateTag } from "./ui";

export type Shown = "active" | "all";

export function useSignals(state: Shown) {
  const { unit } = usePlace();
  return useQuery({
    queryKey: ["signals", "list", unit.id, state],
    queryFn: () =>
      page<Signal>(api.GET("/api/v1/signals", { params: { query: { unit: unit.id, state, limit: 200 } } })),
    enabled: unit.id !== "",
    placeholderData: (before) => before,
  });
}

export function SignalCard({ signal, school }: { signal: Signal; school: "with_school" | "without" }) {
  return (
    <button
      type="button"
      className={`signal ${signal.state}`}
      data-testid="signal"
      onClick={() => go(`/signals/${signal.id}`)}
    >
      <span className="line">
        <StateTag state={signal.state} />
        <span className="quiet">
          {tCode("level", signal.level)} · {signal.rule_id}
        </span>
        {signal.raised_late && <span className="quiet">{t("signal.raised_late")}</span>}
      </span>
      <b>{signalReason(signal)}</b>
      <span className="line quiet">
        {school === "with_school" && signal.school && signal.school.id !== signal.scope.id && (
          <span>{signal.school.name}</span>
        )}
        <span>{t("signal.since", { day: shortDay(signal.first_day) })}</span>
        <DueClock signal={signal} />
      </span>
      {signal.state === "open" && (
        <span className="quiet">{t("signal.report_to", { to: pick(signal.report_to_zh, signal.report_to_en) })}</span>
      )}
    </button>
  );
}

/** The dashboard's list: what is not settled. */
export function SignalCards() {
  const { unit } = usePlace();
  const asked = useSignals("active");
  const open = asked.data?.items.length ?? 0;
  const more = (
    <button type="button" className="link" onClick={() => go("/signals")}>
      {t("signal.see_all")}
    </button>
  );
  return (
    <Card title={open ? t("signal.active_n", { n: open }) : t("nav.signals")} extra={more} className="signals">
      <Answer of={asked}>
        {(data) =>
          data.items.length === 0 ? (
            <Nothing what={t("signal.none_active")} next={t("signal.none_active_next")} />
          ) : (
            [...data.items]
              .sort(byUrgency)
              .map((one) => (
                <SignalCard key={one.id} signal={one} school={unit.kind === "school" ? "without" : "with_school"} />
              ))
          )
        }
      </Answer>
    </Card>
  );
}
