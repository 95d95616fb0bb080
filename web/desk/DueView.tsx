import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, call } from "../client/api";
import type { Wave } from "../client/types";
import { useNow } from "../shared/clock";
import { pick, t, useLocale } from "../shared/i18n";
import { go } from "../shared/route";
import { useChart } from "./chart";
import { expected } from "./coverage-paper";
import { type DueRow, dueOption, heightOf } from "./due-option";
import { Answer, Nothing } from "./ui";
import { useWaves } from "./Waves";

/** As many bars as one can read. */
const MOST = 40;

/** Where each unit has its own deadline, the bar ends with the day the work is for, and is never called late. */
const dueOf = (wave: Wave): number => Date.parse(wave.due ?? `${wave.day}T16:00:00Z`);

function useRows(waves: readonly Wave[]): DueRow[] {
  useLocale();
  const details = useQueries({
    queries: waves.map(({ id }) => ({
      queryKey: ["work", "wave", id],
      queryFn: () => call(api.GET("/api/v1/work/waves/{id}", { params: { path: { id } } })),
    })),
  });
  return waves.map((wave, n) => {
    const counts = details[n]?.data?.counts;
    return {
      id: wave.id,
      name: `${pick(wave.title_zh, wave.title_en)} · ${wave.from_unit.name}`,
      from: Date.parse(wave.issued_at),
      due: dueOf(wave),
      end: wave.due ? "one" : "each",
      done: counts?.done ?? 0,
      total: counts ? expected(counts) : wave.expected,
    };
  });
}

function Bars({ waves }: { waves: readonly Wave[] }) {
  const rows = useRows(waves);
  const now = useNow(60_000);
  const language = useLocale();
  const key = JSON.stringify([rows, language]);
  // eslint-disable-next-line -- drawn again only when what is shown changes
  const option = useMemo(() => dueOption(rows, now), [key, now]);
  const open = (n: number) => rows[n] && go(`/waves/${rows[n].id}`);
  return (
    <>
      <div
        ref={useChart(option, open)}
        style={{ height: heightOf(rows) }}
        role="img"
        aria-label={t("due.aria", { n: rows.length })}
        data-testid="due-view"
      />
      <p className="quiet caption">{t("due.legend")}</p>
    </>
  );
}

/** From issue to deadline, and how far: what is late stands out. */
export default function DueView() {
  const asked = useWaves();
  const items = asked.data?.pages.flatMap((one) => one.items);
  return (
    <Answer of={{ data: items, error: asked.error, isPending: asked.isPending }}>
      {(list) =>
        list.length === 0 ? (
          <Nothing what={t("wave.none")} next={t("wave.none_next")} />
        ) : (
          <Bars waves={list.slice(0, MOST)} />
        )
      }
    </Answer>
  );
}
