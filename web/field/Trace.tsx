import { useQuery } from "@tanstack/react-query";
import { Button, ErrorBlock, NavBar, Skeleton } from "antd-mobile";
import { useState } from "react";
import { api, call } from "../client/api";
import { isUnreachable } from "../client/problem";
import type { Absence, AbsenceDetail, TraceReport } from "../client/types";
import { pick, problemText, t, tCode, useLocale } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { items, submit } from "../shared/outbox";
import { latestTrace, type TraceItem } from "../shared/queue";
import { back } from "../shared/route";
import { useDiseases, useDiseaseText, useSymptomText } from "../shared/rules";
import { personName } from "../shared/sentences";
import { can, useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { moment, shortDay } from "../shared/time";
import { useAbsences } from "./Absences";
import { SymptomChips } from "./SymptomChips";
import { Waiting } from "./Waiting";

type Answers = {
  symptoms: string[];
  onset: string;
  doctor_seen: boolean | null;
  diagnosis: string;
  hospital: string;
  expected_return: string;
  note: string;
};

/** The record, or without signal what the list on this phone says of it. */
type Known = Absence & Partial<Pick<AbsenceDetail, "traces">>;

const start = (absence: Known): Answers => {
  const last = absence.traces?.at(-1);
  return {
    symptoms: absence.symptoms,
    onset: absence.onset,
    doctor_seen: last?.doctor_seen ?? null,
    diagnosis: absence.diagnosis ?? "",
    hospital: last?.hospital ?? "",
    expected_return: absence.expected_return ?? "",
    note: "",
  };
};

/** Kept on the phone first, as checks are: a tracing made in a stairwell without signal is not lost. */
function useSave(id: string, medical: "medical" | "plain") {
  const me = useMe();
  return async (client_key: string, answers: Answers) => {
    const { symptoms, onset, doctor_seen, diagnosis, hospital, expected_return, note } = answers;
    const plain: TraceReport = {
      client_key,
      symptoms,
      onset,
      doctor_seen,
      expected_return: expected_return || null,
      note: note || null,
    };
    const body = medical === "medical" ? { ...plain, diagnosis: diagnosis || null, hospital: hospital || null } : plain;
    await submit({ kind: "trace", client_key, day: me.today, absence_id: id, body, hold: "send_now" });
  };
}

function Form({ absence, onSaved }: { absence: Known; onSaved: () => void }) {
  const me = useMe();
  const medical = can(me, "absence.trace_medical");
  const [answers, setAnswers] = useState(() => start(absence));
  const [client_key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const save = useSave(absence.id, medical ? "medical" : "plain");
  const set = (change: Partial<Answers>) => setAnswers({ ...answers, ...change });
  const diseases = useDiseases();
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        void save(client_key, answers).then(onSaved);
      }}
    >
      <h3>{t("trace.symptoms")}</h3>
      <SymptomChips chosen={answers.symptoms} onChange={(symptoms) => set({ symptoms })} />
      <label>
        {t("trace.onset")}
        <input
          type="date"
          required
          max={me.today}
          value={answers.onset}
          onChange={(e) => set({ onset: e.target.value })}
        />
      </label>
      <div className="line">
        {t("trace.doctor_seen")}
        <div className="pair" role="group" aria-label={t("trace.doctor_seen")}>
          <button type="button" aria-pressed={answers.doctor_seen === true} onClick={() => set({ doctor_seen: true })}>
            {t("yes")}
          </button>
          <button
            type="button"
            aria-pressed={answers.doctor_seen === false}
            onClick={() => set({ doctor_seen: false })}
          >
            {t("no")}
          </button>
        </div>
      </div>
      {medical && (
        <>
          <label>
            {t("trace.diagnosis")}
            <select value={answers.diagnosis} onChange={(e) => set({ diagnosis: e.target.value })}>
              <option value="">{t("trace.no_diagnosis")}</option>
              {diseases.map((one) => (
                <option key={one.slug} value={one.slug}>
                  {pick(one.zh, one.en)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("trace.hospital")}
            <input value={answers.hospital} maxLength={100} onChange={(e) => set({ hospital: e.target.value })} />
          </label>
        </>
      )}
      <label>
        {t("trace.expected_return")}
        <input
          type="date"
          min={answers.onset}
          value={answers.expected_return}
          onChange={(e) => set({ expected_return: e.target.value })}
        />
      </label>
      <label>
        {t("trace.note")}
        <input
          value={answers.note}
          maxLength={200}
          placeholder={t("optional")}
          onChange={(e) => set({ note: e.target.value })}
        />
      </label>
      <Button block type="submit" size="large" color="primary" data-testid="save-trace" loading={busy}>
        {t("trace.save")}
      </Button>
    </form>
  );
}

function Earlier({ absence }: { absence: Known }) {
  const me = useMe();
  const symptoms = useSymptomText();
  const disease = useDiseaseText();
  if (!absence.traces?.length) return null;
  return (
    <div className="card">
      <h3>{t("trace.earlier")}</h3>
      {absence.traces.map((one) => (
        <p key={one.at} className="row">
          <b>
            {moment(one.at, me.today)} {one.by && personName(one.by)} {tCode("trace_stage", one.stage)}
          </b>
          <span>
            {[symptoms(one.symptoms), one.diagnosis && disease(one.diagnosis), one.hospital, one.note]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </p>
      ))}
    </div>
  );
}

/** What was entered on this phone today, and how far it is. */
function Entered({ item, onAgain }: { item: TraceItem; onAgain: () => void }) {
  const words = { received: t("trace.saved"), received_detail: t("trace.saved_detail") };
  return (
    <div className="sent">
      <Waiting item={item} words={words} />
      <Button block size="large" data-testid="trace-again" onClick={onAgain}>
        {t("trace.again")}
      </Button>
      <Button block size="large" color="primary" onClick={back}>
        {t("check.back_to_list")}
      </Button>
    </div>
  );
}

function useRecord(id: string) {
  const query = { params: { path: { id }, query: { reason: "tracing" as const } } };
  const detail = useQuery({
    queryKey: ["absence", id],
    queryFn: () => call(api.GET("/api/v1/absences/{id}", query)),
    staleTime: Infinity,
  });
  const list = useAbsences();
  const listed = isUnreachable(detail.error) ? list.data?.items.find((one) => one.id === id) : undefined;
  const absence: Known | undefined = detail.data ?? listed;
  return { absence, detail };
}

export function TracePage({ id }: { id: string }) {
  useLocale();
  const me = useMe();
  const { absence, detail } = useRecord(id);
  const sent = latestTrace(useStore(items), me.account_id, id);
  const [form, setForm] = useState<"asked" | "as_needed">("as_needed");
  const entered = sent && form === "as_needed";
  return (
    <section className="check">
      <NavBar onBack={back}>
        {absence ? `${personName(absence.person)} · ${absence.class.name}` : t("nav.absences")}
      </NavBar>
      {entered && <Entered item={sent} onAgain={() => setForm("asked")} />}
      {!absence && detail.isPending && <Skeleton.Paragraph lineCount={8} animated />}
      {!absence && detail.isError && (
        <ErrorBlock status="default" title={problemText(detail.error)} description={t("retry.soon")} />
      )}
      {absence && !entered && (
        <>
          <p className="quiet pad">
            {detail.data ? t("trace.logged") : t("trace.offline")}{" "}
            {absence.opened_day !== absence.onset && t("absence.opened", { day: shortDay(absence.opened_day) })}
          </p>
          <Form absence={absence} onSaved={() => setForm("as_needed")} />
          <Earlier absence={absence} />
        </>
      )}
    </section>
  );
}
