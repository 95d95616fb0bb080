import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, ErrorBlock, NavBar, Skeleton } from "antd-mobile";
import { CheckCircleFill, RightOutline } from "antd-mobile-icons";
import { useState } from "react";
import { api, call } from "../client/api";
import type { ExceptionKind } from "../client/types";
import { problemText, t, tCode, useLocale } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { remembered } from "../shared/remember";
import { back, go } from "../shared/route";
import { personName } from "../shared/sentences";
import { useMe } from "../shared/session";
import { longDay } from "../shared/time";
import { asksSymptoms, readCelsius } from "./draft";
import { SymptomChips } from "./SymptomChips";

const useWards = () =>
  useQuery({ queryKey: ["wards"], queryFn: remembered("wards", () => call(api.GET("/api/v1/wards"))) });

export function Wards() {
  useLocale();
  const me = useMe();
  const wards = useWards();
  return (
    <section className="today">
      <header>
        <h1>{t("nav.wards")}</h1>
        <p>{longDay(me.today)}</p>
      </header>
      {wards.isPending && <Skeleton.Paragraph lineCount={3} animated />}
      {wards.isError && <ErrorBlock status="default" title={problemText(wards.error)} description={t("retry.soon")} />}
      {wards.data?.items.map((one) => (
        <button
          key={one.person.id}
          type="button"
          className="card due"
          data-testid="ward"
          onClick={() => go(`/wards/${one.person.id}`)}
        >
          <span className="title">
            <b>{personName(one.person)}</b> {one.class.name}
          </span>
          <span className="detail">{t("ward.tap")}</span>
          <RightOutline className="arrow" />
        </button>
      ))}
      {wards.data?.items.length === 0 && (
        <ErrorBlock status="empty" title={t("ward.none")} description={t("ward.none_next")} />
      )}
      {wards.data && wards.data.items.length > 0 && <p className="quiet pad">{t("ward.only_if")}</p>}
    </section>
  );
}

const KINDS: readonly ExceptionKind[] = ["absent_ill", "ill_in_class", "late", "absent_other"];

function Message({ personId }: { personId: string }) {
  const me = useMe();
  const [kind, setKind] = useState<ExceptionKind | null>(null);
  const [symptoms, setSymptoms] = useState<string[]>([]);
  const [celsius, setCelsius] = useState("");
  const [note, setNote] = useState("");
  const [client_key] = useState(newKey);
  const send = useMutation({
    mutationFn: (chosen: ExceptionKind) => {
      const ill = asksSymptoms(chosen);
      const body = {
        client_key,
        person_id: personId,
        day: me.today,
        kind: chosen,
        symptoms: ill ? symptoms : [],
        celsius: ill ? readCelsius(celsius) : null,
        note: note || null,
      };
      return call(api.POST("/api/v1/guardian-messages", { body }));
    },
  });
  if (send.isSuccess && kind) {
    return (
      <div className="sent">
        <div className="status good" data-testid="status">
          <CheckCircleFill />
          <b>{t("ward.sent")}</b>
          <p>{t("ward.sent_detail", { kind: tCode("guardian_kind", kind) })}</p>
        </div>
        <Button block size="large" color="primary" onClick={back}>
          {t("ok")}
        </Button>
      </div>
    );
  }
  return (
    <div className="card form exception">
      <h3>{t("ward.what", { day: longDay(me.today) })}</h3>
      <div className="kinds">
        {KINDS.map((one) => (
          <button
            key={one}
            type="button"
            className={one}
            data-kind={one}
            aria-pressed={kind === one}
            onClick={() => setKind(one)}
          >
            {tCode("guardian_kind", one)}
          </button>
        ))}
      </div>
      {kind && asksSymptoms(kind) && (
        <>
          <h3>{t("check.symptoms")}</h3>
          <SymptomChips chosen={symptoms} onChange={setSymptoms} />
          <label>
            {t("check.celsius")}
            <input
              inputMode="decimal"
              placeholder={t("check.celsius_none")}
              value={celsius}
              onChange={(e) => setCelsius(e.target.value)}
            />
          </label>
        </>
      )}
      {kind && (
        <label>
          {t("ward.note")}
          <input value={note} maxLength={200} placeholder={t("optional")} onChange={(e) => setNote(e.target.value)} />
        </label>
      )}
      {send.isError && (
        <p className="error" role="alert">
          {problemText(send.error)}
        </p>
      )}
      <Button
        block
        size="large"
        color="primary"
        data-testid="send-message"
        disabled={!kind}
        loading={send.isPending}
        onClick={() => void (kind && send.mutate(kind))}
      >
        {t("ward.send")}
      </Button>
    </div>
  );
}

export function WardPage({ id }: { id: string }) {
  useLocale();
  const ward = useWards().data?.items.find((one) => one.person.id === id);
  return (
    <section className="check">
      <NavBar onBack={back}>{ward ? `${personName(ward.person)} · ${ward.class.name}` : t("nav.wards")}</NavBar>
      <Message personId={id} />
    </section>
  );
}
