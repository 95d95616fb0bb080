import { Button } from "antd-mobile";
import { CheckCircleFill, ClockCircleFill, ExclamationCircleFill } from "antd-mobile-icons";
import type { ReactNode } from "react";
import { t, tCode } from "../shared/i18n";
import { dismiss } from "../shared/outbox";
import type { QueueItem } from "../shared/queue";

type Words = { received: string; received_detail: string };

/** How far something is that this phone keeps: waiting, refused with the reason, or received. */
export function Waiting({ item, words, children }: { item: QueueItem; words: Words; children?: ReactNode }) {
  if (item.state === "refused")
    return (
      <div className="status bad" data-testid="status">
        <ExclamationCircleFill />
        <b>{t("check.refused")}</b>
        <p>{tCode("problem", item.problem_code ?? "unknown")}</p>
        <Button size="small" onClick={() => void dismiss(item.client_key)}>
          {t("check.dismiss")}
        </Button>
      </div>
    );
  if (item.state === "received")
    return (
      <div className="status good" data-testid="status">
        <CheckCircleFill />
        <b>{words.received}</b>
        <p>{words.received_detail}</p>
        {children}
      </div>
    );
  return (
    <div className="status wait" data-testid="status">
      <ClockCircleFill />
      <b>{t("check.waiting")}</b>
      <p>{t("check.waiting_detail")}</p>
    </div>
  );
}
