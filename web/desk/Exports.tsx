import { FileExcelOutlined, PrinterOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Space } from "antd";
import { api, call } from "../client/api";
import type { Paper } from "../client/types";
import { problemText, tCode } from "../shared/i18n";
import { save } from "./csv";

type Format = "pdf" | "xlsx";
type Props = { paper: () => Paper; name: string; formats?: readonly Format[] };

const ICONS = { pdf: <PrinterOutlined />, xlsx: <FileExcelOutlined /> };

/** What the page shows, to be printed or as a workbook. */
export function Exports({ paper, name, formats = ["xlsx"] }: Props) {
  const { message } = App.useApp();
  const make = useMutation({
    mutationFn: (format: Format) =>
      call(api.POST("/api/v1/papers", { params: { query: { format } }, body: paper(), parseAs: "blob" })),
    onSuccess: (blob, format) => save(`${name}.${format}`, blob as unknown as Blob),
    onError: (error) => void message.error(problemText(error)),
  });
  return (
    <Space.Compact>
      {formats.map((format) => (
        <Button
          key={format}
          icon={ICONS[format]}
          loading={make.isPending && make.variables === format}
          onClick={() => make.mutate(format)}
          data-testid={`export-${format}`}
        >
          {tCode("export", format)}
        </Button>
      ))}
    </Space.Compact>
  );
}
