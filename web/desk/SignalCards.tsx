import { useQuery } from "@tanstack/react-query";
import { Card } from "antd";
import { useState } from "react";
import { api, page } from "../client/api";
import type { Signal } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { go } from "../shared/route";
import { heldText, signalReason } from "../shared/sentences";
import { usePlace } from "./place";
import { type Cluster, clusters } from "./urgency";
import { Answer, DueClock, HoldsTag, Nothing, StateTag } from "./ui";

function useActive() {
  const { unit } = usePlace();
  const query = { unit: unit.id, state: "active" as const, limit: 200 };
  return useQuery({
    queryKey: ["signals", "list", unit.id, "active"],
    queryFn: () => page<Signal>(api.GET("/api/v1/signals", { params: { query } })),
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
        <HoldsTag signal={signal} />
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
        <span>{heldText(signal)}</span>
        <DueClock signal={signal} />
      </span>
      {signal.state === "open" && (
        <span className="quiet">{t("signal.report_to", { to: pick(signal.report_to_zh, signal.report_to_en) })}</span>
      )}
    </button>
  );
}

function ClusterCards({ cluster, school }: { cluster: Cluster; school: "with_school" | "without" }) {
  const [shown, setShown] = useState<"first" | "all">("first");
  const n = cluster.rest.length;
  return (
    <div className="cluster" data-testid="cluster">
      <SignalCard signal={cluster.first} school={school} />
      {shown === "all" && cluster.rest.map((one) => <SignalCard key={one.id} signal={one} school={school} />)}
      {n > 0 && (
        <button
          type="button"
          className="link more"
          aria-expanded={shown === "all"}
          onClick={() => setShown(shown === "all" ? "first" : "all")}
        >
          {shown === "all" ? t("signal.fewer") : t("signal.more", { n, place: cluster.place.name })}
        </button>
      )}
    </div>
  );
}

/** Signals by place, the most urgent in front; the others of a place open at a touch. */
export function SignalClusters({ signals }: { signals: readonly Signal[] }) {
  const { unit } = usePlace();
  const here = unit.kind === "school" ? "scope" : "school";
  return clusters(signals, here).map((one) => (
    <ClusterCards key={one.place.id} cluster={one} school={here === "school" ? "with_school" : "without"} />
  ));
}

/** The dashboard's list: what is not settled. */
export function SignalCards() {
  const asked = useActive();
  const open = asked.data?.items.length ?? 0;
  const further = asked.data?.next ? "+" : "";
  const more = (
    <button type="button" className="link" onClick={() => go("/signals")}>
      {t("signal.see_all")}
    </button>
  );
  return (
    <Card
      title={open ? t("signal.active_n", { n: `${open}${further}` }) : t("nav.signals")}
      extra={more}
      className="signals"
    >
      <Answer of={asked}>
        {(data) =>
          data.items.length === 0 ? (
            <Nothing what={t("signal.none_active")} next={t("signal.none_active_next")} />
          ) : (
            <SignalClusters signals={data.items} />
          )
        }
      </Answer>
    </Card>
  );
}
