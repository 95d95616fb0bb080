import { CaretRightOutlined, FastForwardOutlined, PauseOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Progress, Space } from "antd";
import { api, call } from "../client/api";
import { pick, problemText, t } from "../shared/i18n";
import { useMe } from "../shared/session";

type Pace = "pause" | "play" | "fast";

/** Says that what is shown is replayed, how far it is, and lets one hold it. */
export function DemoBar() {
  const { demo } = useMe();
  const { message } = App.useApp();
  const pace = useMutation({
    mutationFn: (next: Pace) => call(api.POST("/api/v1/demo/pace", { body: { pace: next } })),
    onError: (error) => void message.error(problemText(error)),
  });
  if (!demo) return null;
  const over = demo.day_no >= demo.days && !demo.playing;
  return (
    <div className="demo-bar" data-testid="demo">
      <span className="label">{pick(demo.label_zh, demo.label_en)}</span>
      <span className="progress">
        {t("demo.day", { n: demo.day_no, days: demo.days })}
        <Progress percent={(100 * demo.day_no) / Math.max(1, demo.days)} showInfo={false} size="small" />
      </span>
      {over && <b>{t("demo.over")}</b>}
      {!over && (
        <Space.Compact size="small">
          {demo.playing ? (
            <Button icon={<PauseOutlined />} onClick={() => pace.mutate("pause")}>
              {t("demo.pause")}
            </Button>
          ) : (
            <Button icon={<CaretRightOutlined />} onClick={() => pace.mutate("play")}>
              {t("demo.play")}
            </Button>
          )}
          <Button icon={<FastForwardOutlined />} onClick={() => pace.mutate("fast")}>
            {t("demo.fast")}
          </Button>
        </Space.Compact>
      )}
    </div>
  );
}
