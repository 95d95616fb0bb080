import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Card, DatePicker, Select, Space } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { api, call, page } from "../client/api";
import type { Day, Signal } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { SignalClusters } from "./SignalCards";
import { usePlace } from "./place";
import { Answer, More, Nothing } from "./ui";

const STATES = ["active", "open", "acknowledged", "handed_on", "closed", "withdrawn", "all"] as const;
type Filter = { state: (typeof STATES)[number]; rule: string | undefined; days: [Day, Day] | null };
const EVERYTHING: Filter = { state: "active", rule: undefined, days: null };

function useRules() {
  const asked = useQuery({
    queryKey: ["rules", "thresholds"],
    queryFn: () => call(api.GET("/api/v1/rules/thresholds")),
    staleTime: Infinity,
  });
  return (asked.data?.items ?? []).map((one) => ({
    value: one.rule_id,
    label: `${one.rule_id} ${pick(one.label_zh, one.label_en)}`,
  }));
}

const stateText = (state: Filter["state"]): string =>
  state === "active" || state === "all" ? tCode("signal_filter", state) : tCode("signal_state", state);

function Filters({ filter, onChange }: { filter: Filter; onChange: (next: Filter) => void }) {
  const rules = useRules();
  const day = (text: Day): Dayjs => dayjs(text);
  const text = (date: Dayjs): Day => date.format("YYYY-MM-DD");
  const narrowed = filter.state !== "active" || filter.rule || filter.days;
  return (
    <Space wrap className="filters">
      <Select
        value={filter.state}
        className="filter-state"
        aria-label={t("signal.filter_state")}
        data-testid="filter-state"
        options={STATES.map((value) => ({ value, label: stateText(value) }))}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        value={filter.rule}
        className="filter-rule"
        placeholder={t("signal.filter_rule")}
        aria-label={t("signal.filter_rule")}
        data-testid="filter-rule"
        popupMatchSelectWidth={false}
        options={rules}
        onChange={(rule) => onChange({ ...filter, rule })}
      />
      <DatePicker.RangePicker
        value={filter.days && [day(filter.days[0]), day(filter.days[1])]}
        placeholder={[t("signal.filter_from"), t("signal.filter_to")]}
        onChange={(days) => onChange({ ...filter, days: days?.[0] && days[1] ? [text(days[0]), text(days[1])] : null })}
      />
      {narrowed && (
        <Button type="link" onClick={() => onChange(EVERYTHING)}>
          {t("signal.filter_none")}
        </Button>
      )}
    </Space>
  );
}

/** Every signal at or below the place chosen, page by page, narrowed by state, rule and days. */
export function Signals() {
  const { unit } = usePlace();
  const [filter, setFilter] = useState(EVERYTHING);
  const asked = useInfiniteQuery({
    queryKey: ["signals", "list", unit.id, "pages", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const [from, to] = filter.days ?? [];
      const query = { unit: unit.id, state: filter.state, rule: filter.rule, from, to, limit: 100, cursor };
      return page<Signal>(api.GET("/api/v1/signals", { params: { query } }));
    },
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: unit.id !== "",
    placeholderData: (before) => before,
  });
  const rows = asked.data?.pages.flatMap((one) => one.items) ?? [];
  const count = asked.data ? ` · ${rows.length}${asked.hasNextPage ? "+" : ""}` : "";
  const plain = filter.state === "active" && !filter.rule && !filter.days;
  return (
    <Card title={t("signal.list_title", { unit: unit.name }) + count} className="signals wide-list">
      <Filters filter={filter} onChange={setFilter} />
      <Answer of={asked}>
        {() =>
          rows.length === 0 ? (
            <Nothing
              what={t(plain ? "signal.none_active" : "signal.none")}
              next={t(plain ? "signal.none_active_next" : "signal.none_next")}
            />
          ) : (
            <>
              <SignalClusters signals={rows} />
              <More of={asked} />
            </>
          )
        }
      </Answer>
    </Card>
  );
}
