/** A file somebody chose, as text. */
export type Csv = { key: number; name: string; text: string; lines: number; encoding: "utf-8" | "gb18030" };

/** Excel in China saves CSV as GBK: what is no UTF-8 is read as that, and the page says so. */
export function decode(bytes: Uint8Array): Pick<Csv, "text" | "encoding"> {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return { text: new TextDecoder("gb18030").decode(bytes), encoding: "gb18030" };
  }
}

/** Lines with anything on them, the header left out. */
export const countLines = (text: string): number =>
  Math.max(0, text.split(/\r\n|\n|\r/).filter((line) => line.trim()).length - 1);

export async function readCsv(file: File): Promise<Csv> {
  const read = decode(new Uint8Array(await file.arrayBuffer()));
  return { ...read, key: Date.now(), name: file.name, lines: countLines(read.text) };
}

/** Hands the browser a file to keep. */
export function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

/** A file with nothing but a header; the mark in front lets Excel read it as UTF-8. */
export const download = (name: string, columns: readonly string[]): void =>
  save(name, new Blob([`\ufeff${columns.join(",")}\r\n`], { type: "text/csv" }));
