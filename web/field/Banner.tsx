import { useEffect, useState } from "react";
import { onReach } from "../client/api";
import { pick, t, useLocale } from "../shared/i18n";
import { items, signInNeeded } from "../shared/outbox";
import { unsent } from "../shared/queue";
import { showingSince } from "../shared/remember";
import { expired, useMe } from "../shared/session";
import { useStore } from "../shared/store";
import { clockTime } from "../shared/time";

function useReached(): boolean {
  const [reached, setReached] = useState(navigator.onLine);
  useEffect(() => {
    const offline = () => setReached(false);
    const stop = onReach(setReached);
    window.addEventListener("offline", offline);
    return () => {
      stop();
      window.removeEventListener("offline", offline);
    };
  }, []);
  return reached;
}

/** One line that says what differs from the ordinary: a demo, no network, reports that wait, a session that ended. */
export function Banner() {
  useLocale();
  const { demo } = useMe();
  const reached = useReached();
  const since = useStore(showingSince);
  const waiting = unsent(useStore(items)).length;
  const signIn = useStore(signInNeeded);
  return (
    <div className="banners" role="status">
      {demo && <div className="banner demo">{pick(demo.label_zh, demo.label_en)}</div>}
      {signIn && (
        <button type="button" className="banner bad" onClick={expired}>
          {t("field.sign_in_again", { n: waiting })}
        </button>
      )}
      {!reached && !signIn && (
        <div className="banner wait">
          {since ? t("field.offline_since", { time: clockTime(since) }) : t("field.offline")}
          {waiting > 0 && " "}
          {waiting > 0 && t("field.offline_waiting", { n: waiting })}
        </div>
      )}
    </div>
  );
}
