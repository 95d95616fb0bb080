import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, ErrorBlock, NavBar, Skeleton, Toast } from "antd-mobile";
import { useState } from "react";
import { api, call } from "../client/api";
import type { AbsenceDetail } from "../client/types";
import { problemText, t, tCode, useLocale } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { back } from "../shared/route";
import { useDiseases, useDiseaseText, useSymptomText } from "../shared/rules";
import { pick } from "../shared/i18n";
import { personName } from "../shared/sentences";
import { can, useMe } from "../shared/session";
import { moment, shortDay } from "../shared/time";
import { SymptomChips } from "./SymptomChips";

type Answers = {
  symptoms: string[];
  onset: string;
  doctor_seen: boolean | null;
  diagnosis: string;
  hospital: string;
  expected_return: string;
  note: string;
};

const start = (absence: AbsenceDetail): Answers => {
  const last = absence.traces.at(-1);
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

function useSave(id: string, medical: "medical" | "plain") {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ client_key, answers }: { client_key: string; answers: Answers }) => {
      const { symptoms, onset, doctor_seen, diagnosis, hospital, expected_return, note } = answers;
      const plain = {
        client_key,
        symptoms,
        onset,
        doctor_seen,
        expected_return: expected_return || null,
        note: note || null,
      };
      const body =
        medical === "medical" ? { ...plain, diagnosis: diagnosis || null, hospital: hospital || null } : plain;
      return call(api.POST("/api/v1/absences/{id}/traces", { params: { path: { id } }, body }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["absences"] });
      Toast.show({ icon: "success", content: t("trace.saved") });
      back();
    },
  });
}

function Form({ absence }: { absence: AbsenceDetail }) {
  const me = useMe();
  const medical = can(me, "absence.trace_medical");
  const [answers, setAnswers] = useState(() => start(absence));
  const [client_key] = useState(newKey);
  const save = useSave(absence.id, medical ? "medical" : "plain");
  const set = (change: Partial<Answers>) => setAnswers({ ...answers, ...change });
  const diseases = useDiseases();
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ client_key, answers });
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
      {save.isError && (
        <p className="error" role="alert">
          {problemText(save.error)}
        </p>
      )}
      <Button block type="submit" size="large" color="primary" data-testid="save-trace" loading={save.isPending}>
        {t("trace.save")}
      </Button>
    </form>
  );
}

function Earlier({ absence }: { absence: AbsenceDetail }) {
  const me = useMe();
  const symptoms = useSymptomText();
  const disease = useDiseaseText();
  if (absence.traces.length === 0) return null;
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

export function TracePage({ id }: { id: string }) {
  useLocale();
  const query = { params: { path: { id }, query: { reason: "tracing" as const } } };
  const detail = useQuery({
    queryKey: ["absence", id],
    queryFn: () => call(api.GET("/api/v1/absences/{id}", query)),
    staleTime: Infinity,
  });
  const absence = detail.data;
  return (
    <section className="check">
      <NavBar onBack={back}>
        {absence ? `${personName(absence.person)} · ${absence.class.name}` : t("nav.absences")}
      </NavBar>
      {detail.isPending && <Skeleton.Paragraph lineCount={8} animated />}
      {detail.isError && (
        <ErrorBlock status="default" title={problemText(detail.error)} description={t("retry.soon")} />
      )}
      {absence && (
        <>
          <p className="quiet pad">
            {t("trace.logged")}{" "}
            {absence.opened_day !== absence.onset && t("absence.opened", { day: shortDay(absence.opened_day) })}
          </p>
          <Form absence={absence} />
          <Earlier absence={absence} />
        </>
      )}
    </section>
  );
}
