import { ArrowLeftOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Card, Col, Descriptions, Row, Skeleton, Table, type TableColumnsType, Timeline } from "antd";
import { lazy, Suspense } from "react";
import { api, call } from "../client/api";
import type { SignalDetail, SignalPerson } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { go } from "../shared/route";
import { useSymptomText } from "../shared/rules";
import { eventText, heldText, personName, signalReason, spanText } from "../shared/sentences";
import { can, useMe } from "../shared/session";
import { moment, shortDay } from "../shared/time";
import { SignalActions } from "./SignalActions";
import { Answer, Citation, DueClock, HoldsTag, Nothing, StateTag } from "./ui";

const SignalChart = lazy(() => import("./SignalChart"));

function Rule({ signal }: { signal: SignalDetail }) {
  const { rule } = signal;
  const extra = pick(rule.extra_zh ?? "", rule.extra_en ?? "");
  const valid = [rule.valid_from ?? t("rule.from_unknown"), rule.valid_to ?? t("rule.still_valid")].join(" – ");
  const items = [
    {
      label: t("rule.text"),
      children: (
        <span>
          {pick(signal.rule_label_zh, signal.rule_label_en)} <span className="quiet">{rule.rule_id}</span>
        </span>
      ),
    },
    ...(extra ? [{ label: t("rule.extra"), children: extra }] : []),
    {
      label: t("rule.source"),
      children: <Citation rule={rule} />,
    },
    { label: t("rule.status"), children: tCode("rule_status", rule.status) },
    { label: t("rule.jurisdiction"), children: tCode("jurisdiction", rule.jurisdiction) },
    { label: t("rule.valid"), children: valid },
  ];
  return <Descriptions size="small" column={1} items={items.map((one) => ({ ...one, key: String(one.label) }))} />;
}

function Persons({ signal }: { signal: SignalDetail }) {
  const me = useMe();
  const symptoms = useSymptomText();
  const link = (one: SignalPerson) => one.absence_id && can(me, "absence.read");
  const columns: TableColumnsType<SignalPerson> = [
    {
      title: t("person"),
      key: "person",
      render: (_, one) =>
        link(one) ? (
          <button type="button" className="link" onClick={() => go(`/absences/${one.absence_id ?? ""}`)}>
            {personName(one.person)}
          </button>
        ) : (
          personName(one.person)
        ),
    },
    { title: t("class"), key: "class", render: (_, one) => one.class?.name ?? "—" },
    {
      title: t("absence.onset_col"),
      key: "onset",
      render: (_, one) => (
        <>
          {shortDay(one.onset)}
          {one.onset_assumed && <span className="quiet"> {t("absence.assumed")}</span>}
        </>
      ),
    },
    { title: t("check.symptoms"), key: "symptoms", render: (_, one) => symptoms(one.symptoms) || "—" },
  ];
  const counted = signal.days.find((one) => one.day === signal.day)?.count ?? 0;
  if (signal.persons.length === 0 && counted > 0)
    return <Nothing what={t("signal.withheld")} next={t("signal.withheld_next")} />;
  const hidden = signal.persons.some((one) => one.person.name === null);
  return (
    <>
      <p className="quiet">
        {t("signal.window", { span: spanText(signal.window.from, signal.window.to), n: signal.persons.length })}
      </p>
      <Table
        size="small"
        rowKey={(one) => one.person.id}
        dataSource={signal.persons}
        columns={columns}
        data-testid="persons"
        pagination={{ pageSize: 12, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: "max-content" }}
      />
      {hidden && <p className="quiet">{t("signal.names_hidden")}</p>}
      {signal.persons.length === 0 && <Nothing what={t("signal.no_persons")} next={t("signal.no_persons_next")} />}
    </>
  );
}

function History({ signal }: { signal: SignalDetail }) {
  const me = useMe();
  const dot = (kind: string) =>
    kind === "raised" || kind === "reopened" ? "red" : kind === "closed" || kind === "withdrawn" ? "green" : "blue";
  const items = signal.history.map((one, n) => ({
    key: n,
    color: dot(one.kind),
    content: (
      <>
        <b>{eventText(one)}</b>
        {one.reason && <div>{tCode("close_reason", one.reason)}</div>}
        {one.text && <div>{one.text}</div>}
        <div className="quiet">
          {moment(one.at, me.today)} · {one.by ? personName(one.by) : t("signal.by_rule")}
        </div>
      </>
    ),
  }));
  return <Timeline items={items} />;
}

function Page({ signal }: { signal: SignalDetail }) {
  const me = useMe();
  return (
    <Row gutter={[16, 16]}>
      <Col xs={24}>
        <Card className={`signal-head ${signal.state}`}>
          <div className="line">
            <StateTag state={signal.state} />
            <HoldsTag signal={signal} />
            <span className="quiet">
              {tCode("level", signal.level)} · {tCode("scope_kind", signal.scope_kind)} · {signal.school?.name}
            </span>
          </div>
          <h1 data-testid="reason">{signalReason(signal)}</h1>
          <p className="due-line">
            <span>{heldText(signal)}</span>
            <DueClock signal={signal} />
            <span>{t("signal.report_to", { to: pick(signal.report_to_zh, signal.report_to_en) })}</span>
            <span className="quiet">{t("signal.discovered", { time: moment(signal.discovered_at, me.today) })}</span>
          </p>
          {can(me, "signal.handle") && <SignalActions signal={signal} />}
        </Card>
      </Col>
      <Col xs={24} lg={14}>
        <Card title={t("signal.chart")} className="gap">
          <Suspense fallback={<Skeleton active />}>
            <SignalChart signal={signal} />
          </Suspense>
        </Card>
        <Card title={t("signal.persons", { n: signal.persons.length })}>
          <Persons signal={signal} />
        </Card>
      </Col>
      <Col xs={24} lg={10}>
        <Card title={t("signal.why")} className="gap">
          <Rule signal={signal} />
        </Card>
        <Card title={t("signal.history")}>
          <History signal={signal} />
        </Card>
      </Col>
    </Row>
  );
}

/** One signal, explained: the rule, the window, those counted, the clock, what was done. */
export function SignalPage({ id }: { id: string }) {
  const me = useMe();
  const named = can(me, "signal.persons");
  const query = named ? { reason: "investigation" as const } : {};
  const asked = useQuery({
    queryKey: ["signals", "one", id],
    queryFn: () => call(api.GET("/api/v1/signals/{id}", { params: { path: { id }, query } })),
  });
  return (
    <>
      <p className="back">
        <Button type="link" icon={<ArrowLeftOutlined />} onClick={() => go("/signals")}>
          {t("nav.signals")}
        </Button>
        {named && <span className="quiet">{t("signal.logged")}</span>}
      </p>
      <Answer of={asked}>{(signal) => <Page signal={signal} />}</Answer>
    </>
  );
}
