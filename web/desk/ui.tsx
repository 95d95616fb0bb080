import { ClockCircleOutlined, ExclamationCircleFilled } from "@ant-design/icons";
import { Alert, Button, Empty, Skeleton, Tag } from "antd";
import type { ReactNode } from "react";
import type { Rule, Signal } from "../client/types";
import { isUnreachable, ProblemError } from "../client/problem";
import { useNow } from "../shared/clock";
import { pick, problemText, t, tCode } from "../shared/i18n";
import { holdsNow } from "../shared/sentences";
import { countdown, moment } from "../shared/time";
import { useMe } from "../shared/session";

/** What went wrong and what to do: nobody should stand before a bare code. */
export function Failed({ error }: { error: unknown }) {
  const id = error instanceof ProblemError ? error.requestId : null;
  const next = isUnreachable(error) ? t("retry.soon") : id ? t("problem.request_id", { id }) : undefined;
  return (
    <Alert
      type={isUnreachable(error) ? "warning" : "error"}
      showIcon
      title={problemText(error)}
      description={next}
      data-testid="problem"
    />
  );
}

/** A rule's sources by title, the citation as written beside them; the citation alone where none is listed. */
export function Citation({ rule }: { rule: Pick<Rule, "source" | "sources"> }) {
  const titles = rule.sources.map((one) => pick(one.title_zh, one.title_en)).join(pick("、", "; "));
  return titles ? (
    <span>
      {titles} <span className="quiet">({rule.source})</span>
    </span>
  ) : (
    <span>{rule.source}</span>
  );
}

/** An empty page says why it is empty and what comes next. */
export function Nothing({ what, next }: { what: string; next: string }) {
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <b>{what}</b>
          <br />
          <span className="quiet">{next}</span>
        </>
      }
    />
  );
}

type Asked<T> = { data: T | undefined; error: unknown; isPending: boolean };

/** The three faces of a question to the server: waiting, refused, answered. A refetch that fails keeps the old answer. */
export function Answer<T>({ of, children }: { of: Asked<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined)
    return (
      <>
        {of.error ? <Failed error={of.error} /> : null}
        {children(of.data)}
      </>
    );
  if (of.error) return <Failed error={of.error} />;
  return <Skeleton active paragraph={{ rows: 4 }} />;
}

type Further = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** Below a list that goes on. */
export function More({ of }: { of: Further }) {
  if (!of.hasNextPage) return null;
  return (
    <Button
      block
      className="gap"
      loading={of.isFetchingNextPage}
      onClick={() => void of.fetchNextPage()}
      data-testid="more"
    >
      {t("more")}
    </Button>
  );
}

const TONES: Record<Signal["state"], string> = {
  open: "red",
  acknowledged: "gold",
  handed_on: "blue",
  closed: "default",
  withdrawn: "default",
};

/** Beside the state: whether the count still reaches the threshold. */
export const HoldsTag = ({
  signal,
}: {
  signal: Pick<Signal, "count_today" | "threshold" | "holds_through" | "state">;
}) => (holdsNow(signal) ? <Tag color="volcano">{t("signal.holds")}</Tag> : null);

export const StateTag = ({ state }: { state: Signal["state"] }) => (
  <Tag color={TONES[state]}>{tCode("signal_state", state)}</Tag>
);

const settled = (state: Signal["state"]) => state === "closed" || state === "withdrawn";

/** The clock to the reporting deadline; red once over, quiet once the signal is settled. */
export function DueClock({ signal }: { signal: Pick<Signal, "report_due" | "report_within_h" | "state"> }) {
  const now = useNow();
  const me = useMe();
  if (!signal.report_due) return null;
  if (settled(signal.state))
    return <span className="clock quiet">{t("signal.due_was", { time: moment(signal.report_due, me.today) })}</span>;
  const left = countdown(signal.report_due, now);
  const icon = left.overdue ? <ExclamationCircleFilled /> : <ClockCircleOutlined />;
  const late = signal.report_within_h === 0 ? "signal.due_at_once" : "signal.due_over";
  const due = left.overdue ? late : "signal.due_left";
  return (
    <span className={left.overdue ? "clock over" : "clock"}>
      {icon} {t(due, { span: left.text, time: moment(signal.report_due, me.today) })}
    </span>
  );
}
