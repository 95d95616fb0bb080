import { PaperClipOutlined } from "@ant-design/icons";
import { Alert, Button, Space, Tag, Upload } from "antd";
import { useState } from "react";
import { problemText, t } from "../shared/i18n";
import { sendFile } from "../shared/files";

type Props = {
  id: string;
  unit: string;
  kind: "photo" | "file";
  most: number;
  hashes: readonly string[];
  onChange: (hashes: string[]) => void;
};

const ACCEPT = { photo: "image/*", file: "image/*,.pdf,.docx,.xlsx" };

/** Files of a record entered at the desk: sent at once, as nothing is kept on a computer that others use too. */
export function Files({ id, unit, kind, most, hashes, onChange }: Props) {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File) => {
    setBusy(true);
    try {
      const hash = await sendFile(file, unit);
      setNames((before) => ({ ...before, [hash]: file.name }));
      setError(null);
      if (!hashes.includes(hash)) onChange([...hashes, hash]);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Space wrap>
      {hashes.map((hash) => (
        <Tag key={hash} closable onClose={() => onChange(hashes.filter((one) => one !== hash))} data-testid="file">
          {names[hash] ?? hash.slice(0, 8)}
        </Tag>
      ))}
      {hashes.length < most && (
        <Upload
          id={id}
          accept={ACCEPT[kind]}
          showUploadList={false}
          beforeUpload={(file) => {
            void take(file);
            return false;
          }}
        >
          <Button icon={<PaperClipOutlined />} loading={busy}>
            {t("form.add_file")}
          </Button>
        </Upload>
      )}
      {error !== null && <Alert type="error" showIcon title={problemText(error)} />}
    </Space>
  );
}
