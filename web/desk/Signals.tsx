import { Card, Segmented } from "antd";
import { useState } from "react";
import { t } from "../shared/i18n";
import { type Shown, SignalClusters, useSignals } from "./SignalCards";
import { usePlace } from "./place";
import { Answer, Nothing } from "./ui";

export function Signals() {
  const { unit } = usePlace();
  const [shown, setShown] = useState<Shown>("active");
  const asked = useSignals(shown);
  const filter = (
    <Segmented<Shown>
      value={shown}
      onChange={setShown}
      options={[
        { value: "active", label: t("signal.filter_active") },
        { value: "all", label: t("signal.filter_all") },
      ]}
    />
  );
  return (
    <Card title={t("signal.list_title", { unit: unit.name })} extra={filter} className="signals wide-list">
      <Answer of={asked}>
        {(data) =>
          data.items.length === 0 ? (
            <Nothing
              what={t(shown === "active" ? "signal.none_active" : "signal.none")}
              next={t("signal.none_active_next")}
            />
          ) : (
            <SignalClusters signals={data.items} />
          )
        }
      </Answer>
    </Card>
  );
}
