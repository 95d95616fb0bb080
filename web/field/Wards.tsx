import { useQuery } from "@tanstack/react-query";
import { Button, ErrorBlock, NavBar, Skeleton } from "antd-mobile";
import { RightOutline } from "antd-mobile-icons";
import { useState } from "react";
import { api, call } from "../client/api";
import type { ExceptionKind, GuardianMessage } from "../client/types";
import { problemText, t, tCode, useLocale } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { items, submit } from "../shared/outbox";
import { latestMessage, type MessageItem } from "../shared/queue";
import { remembered } from "../shared/remember";
import { back, go } from "../shared/route";
import { personName } from "../shared/sentences";
import { useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { longDay } from "../shared/time";
import { asksSymptoms, readCelsius } from "./draft";
import { SymptomChips } from "./SymptomChips";
import { Waiting } from "./Waiting";

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

/** Kept on the phone first, as checks are: without signal it goes out later, and once. */
function useSend(personId: string) {
  const me = useMe();
  return (said: Pick<GuardianMessage, "kind" | "symptoms" | "celsius" | "note">) => {
    const client_key = newKey();
    const body = { ...said, client_key, person_id: personId, day: me.today };
    return submit({ kind: "message", client_key, day: me.today, body, hold: "send_now" });
  };
}

function Message({ personId, onSent }: { personId: string; onSent: () => void }) {
  const me = useMe();
  const [kind, setKind] = useState<ExceptionKind | null>(null);
  const [symptoms, setSymptoms] = useState<string[]>([]);
  const [celsius, setCelsius] = useState("");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const send = useSend(personId);
  const strange = celsius !== "" && readCelsius(celsius) === null;
  const go = (chosen: ExceptionKind) => {
    const ill = asksSymptoms(chosen);
    setBusy(true);
    const celsiusRead = ill ? readCelsius(celsius) : null;
    const said = { kind: chosen, symptoms: ill ? symptoms : [], celsius: celsiusRead, note: note || null };
    void send(said).then(onSent);
  };
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
          {strange && (
            <p className="error" role="alert">
              {t("check.celsius_strange")}
            </p>
          )}
        </>
      )}
      {kind && (
        <label>
          {t("ward.note")}
          <input value={note} maxLength={200} placeholder={t("optional")} onChange={(e) => setNote(e.target.value)} />
        </label>
      )}
      <Button
        block
        size="large"
        color="primary"
        data-testid="send-message"
        disabled={!kind || strange}
        loading={busy}
        onClick={() => {
          if (kind) go(kind);
        }}
      >
        {t("ward.send")}
      </Button>
    </div>
  );
}

function Told({ item, onAgain }: { item: MessageItem; onAgain: () => void }) {
  const kind = tCode("guardian_kind", item.body.kind);
  const words = { received: t("ward.sent"), received_detail: t("ward.sent_detail", { kind }) };
  return (
    <div className="sent">
      <Waiting item={item} words={words} />
      <Button block size="large" data-testid="message-again" onClick={onAgain}>
        {t("ward.again")}
      </Button>
      <Button block size="large" color="primary" onClick={back}>
        {t("ok")}
      </Button>
    </div>
  );
}

export function WardPage({ id }: { id: string }) {
  useLocale();
  const me = useMe();
  const ward = useWards().data?.items.find((one) => one.person.id === id);
  const told = latestMessage(useStore(items), me.account_id, id);
  const [form, setForm] = useState<"asked" | "as_needed">("as_needed");
  const shown = told && told.body.day === me.today && form === "as_needed";
  return (
    <section className="check">
      <NavBar onBack={back}>{ward ? `${personName(ward.person)} · ${ward.class.name}` : t("nav.wards")}</NavBar>
      {shown ? (
        <Told item={told} onAgain={() => setForm("asked")} />
      ) : (
        <Message personId={id} onSent={() => setForm("as_needed")} />
      )}
    </section>
  );
}
