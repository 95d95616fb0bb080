import { useQuery } from "@tanstack/react-query";
import { ErrorBlock, Skeleton } from "antd-mobile";
import { RightOutline } from "antd-mobile-icons";
import { api, page } from "../client/api";
import type { Absence } from "../client/types";
import { problemText, t, tCode, useLocale } from "../shared/i18n";
import { items } from "../shared/outbox";
import { latestTrace } from "../shared/queue";
import { remembered } from "../shared/remember";
import { go } from "../shared/route";
import { useSymptomText } from "../shared/rules";
import { personName } from "../shared/sentences";
import { useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { shortDay } from "../shared/time";

const ask = () => page<Absence>(api.GET("/api/v1/absences", { params: { query: { state: "open", limit: 200 } } }));

export const useAbsences = () => useQuery({ queryKey: ["absences", "mine"], queryFn: remembered("absences", ask) });

function Card({ absence, symptoms }: { absence: Absence; symptoms: string }) {
  const onset = t(absence.onset_assumed ? "absence.onset_assumed" : "absence.onset", { day: shortDay(absence.onset) });
  const until = absence.expected_return && t("absence.back_on", { day: shortDay(absence.expected_return) });
  const me = useMe();
  const mine = latestTrace(useStore(items), me.account_id, absence.id);
  const onTheWay = mine && mine.state !== "received";
  const refused = mine?.state === "refused";
  const tone = refused ? "bad" : onTheWay || absence.trace_state === "untraced" ? "wait" : "good";
  const state = refused
    ? t("check.refused")
    : onTheWay
      ? t("check.waiting")
      : tCode("trace_state", absence.trace_state);
  return (
    <button
      type="button"
      className={`card due ${tone}`}
      data-testid="absence"
      onClick={() => go(`/absences/${absence.id}`)}
    >
      <span className="title">
        <b>{personName(absence.person)}</b> {absence.class.name}
      </span>
      <span className={`state ${tone}`}>{state}</span>
      <span className="detail">{[symptoms || t("absence.no_symptoms"), onset, until].filter(Boolean).join(" · ")}</span>
      <RightOutline className="arrow" />
    </button>
  );
}

/** Untraced ones first: they are the ones to ring up. */
export function Absences() {
  useLocale();
  const symptoms = useSymptomText();
  const list = useAbsences();
  const rank = (one: Absence) => (one.trace_state === "untraced" ? 0 : 1);
  const shown = [...(list.data?.items ?? [])].sort((a, b) => rank(a) - rank(b) || b.onset.localeCompare(a.onset));
  const untraced = shown.filter((one) => rank(one) === 0).length;
  return (
    <section className="today">
      <header>
        <h1>{t("nav.absences")}</h1>
        <p>{list.data && t("absence.sum", { n: shown.length, untraced })}</p>
      </header>
      {list.isPending && <Skeleton.Paragraph lineCount={6} animated />}
      {list.isError && <ErrorBlock status="default" title={problemText(list.error)} description={t("retry.soon")} />}
      {shown.map((one) => (
        <Card key={one.id} absence={one} symptoms={symptoms(one.symptoms)} />
      ))}
      {list.data && shown.length === 0 && (
        <ErrorBlock status="empty" title={t("absence.none")} description={t("absence.none_next")} />
      )}
    </section>
  );
}
