import { Button, Input, Popup } from "antd-mobile";
import { useState } from "react";
import type { Exception, ExceptionKind, RosterMember } from "../client/types";
import { t, tCode } from "../shared/i18n";
import { personName } from "../shared/sentences";
import { asksSymptoms, readCelsius } from "./draft";
import { SymptomChips } from "./SymptomChips";

const KINDS: readonly ExceptionKind[] = ["absent_ill", "absent_other", "late", "ill_in_class"];

type Props = {
  member: RosterMember | null;
  given: Exception | undefined;
  /** The temperature taken of everybody, if this one's was. */
  measured: number | null;
  onClose: () => void;
  onMark: (exception: Exception) => void;
  onClear: (personId: string) => void;
};

/** Late or away for another reason: one tap. Ill: symptoms, and a temperature if one was taken. */
export function ExceptionPopup({ member, given, measured, onClose, onMark, onClear }: Props) {
  const [kind, setKind] = useState<ExceptionKind | null>(given?.kind ?? null);
  const [symptoms, setSymptoms] = useState<string[]>(given?.symptoms ?? []);
  const [celsius, setCelsius] = useState(String(given?.celsius ?? measured ?? ""));
  const person_id = member?.person.id ?? "";
  const strange = celsius !== "" && readCelsius(celsius) === null;

  const choose = (next: ExceptionKind) => {
    setKind(next);
    if (asksSymptoms(next)) return;
    onMark({ person_id, kind: next, symptoms: [] });
    onClose();
  };
  const confirm = () => {
    const degrees = readCelsius(celsius);
    if (kind)
      onMark({
        person_id,
        kind,
        symptoms,
        ...(degrees === null ? {} : { celsius: degrees }),
        ...(given?.note ? { note: given.note } : {}),
      });
    onClose();
  };
  const remove = () => {
    onClear(person_id);
    onClose();
  };

  return (
    <Popup visible={member !== null} onMaskClick={onClose} onClose={onClose} bodyClassName="exception" destroyOnClose>
      <h2>{member && personName(member.person)}</h2>
      <div className="kinds">
        {KINDS.map((one) => (
          <button
            key={one}
            type="button"
            className={one}
            data-kind={one}
            aria-pressed={kind === one}
            onClick={() => choose(one)}
          >
            {tCode("exception", one)}
          </button>
        ))}
      </div>
      {kind && asksSymptoms(kind) && (
        <>
          <h3>{t("check.symptoms")}</h3>
          <SymptomChips chosen={symptoms} onChange={setSymptoms} />
          <label className="celsius">
            {t("check.celsius")}
            <Input inputMode="decimal" placeholder={t("check.celsius_none")} value={celsius} onChange={setCelsius} />
          </label>
          {strange && (
            <p className="error" role="alert">
              {t("check.celsius_strange")}
            </p>
          )}
        </>
      )}
      <div className="buttons">
        {given && (
          <Button block size="large" onClick={remove}>
            {t("check.clear")}
          </Button>
        )}
        {kind && asksSymptoms(kind) && (
          <Button block size="large" color="primary" data-testid="confirm" disabled={strange} onClick={confirm}>
            {t("ok")}
          </Button>
        )}
      </div>
    </Popup>
  );
}
