import { CameraOutline, CloseCircleFill, FileOutline } from "antd-mobile-icons";
import { useEffect, useState } from "react";
import { t } from "../shared/i18n";
import { MOST_BYTES, takeIn, takenIn } from "../shared/photos";

type Props = {
  id: string;
  kind: "photo" | "file";
  most: number;
  hashes: readonly string[];
  onChange: (hashes: string[]) => void;
};

const ACCEPT = { photo: "image/*", file: "image/*,.pdf,.docx,.xlsx" };

/** A picture kept on this phone; null when it is a file of another kind, or no longer here. */
function usePreview(hash: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let over = false;
    void takenIn(hash).then((blob) => {
      if (over || !blob?.type.startsWith("image/")) return;
      made = URL.createObjectURL(blob);
      setUrl(made);
    });
    return () => {
      over = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [hash]);
  return url;
}

function Kept({ hash, onRemove }: { hash: string; onRemove: () => void }) {
  const url = usePreview(hash);
  return (
    <span className="photo" data-testid="photo">
      {url ? <img src={url} alt={t("form.photo")} /> : <FileOutline />}
      <button type="button" aria-label={t("form.remove_photo")} onClick={onRemove}>
        <CloseCircleFill />
      </button>
    </span>
  );
}

/** Photos of a report: taken here, made small, kept on the phone until they are sent. */
export function Photos({ id, kind, most, hashes, onChange }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File) => {
    setBusy(true);
    try {
      if (!file.type.startsWith("image/") && file.size > MOST_BYTES) {
        setProblem(t("form.file_too_large", { n: MOST_BYTES / 1024 / 1024 }));
        return;
      }
      const hash = await takeIn(file);
      setProblem(null);
      if (!hashes.includes(hash)) onChange([...hashes, hash]);
    } catch {
      setProblem(t("form.photo_unreadable"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="photos">
      {hashes.map((hash) => (
        <Kept key={hash} hash={hash} onRemove={() => onChange(hashes.filter((one) => one !== hash))} />
      ))}
      {hashes.length < most && (
        <label className="photo add" data-busy={busy}>
          {kind === "photo" ? <CameraOutline /> : <FileOutline />}
          <span>{t(kind === "photo" ? "form.take_photo" : "form.add_file")}</span>
          <input
            id={id}
            type="file"
            accept={ACCEPT[kind]}
            capture={kind === "photo" ? "environment" : undefined}
            disabled={busy}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              event.target.value = "";
              if (file) void take(file);
            }}
          />
        </label>
      )}
      {problem && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
