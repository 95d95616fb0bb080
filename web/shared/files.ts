/** Sends files; the same bytes twice are one file. */
import { api, call } from "../client/api";
import { hashOf, prepared, takenIn } from "./photos";

const upload = (blob: Blob, unit: string): Promise<unknown> =>
  call(
    api.POST("/api/v1/files", {
      params: { query: { unit } },
      body: blob as never,
      bodySerializer: (bytes: unknown) => bytes as Blob,
      headers: { "content-type": "application/octet-stream" },
    }),
  );

/** A file chosen at the desk: made small if it is a picture, sent, and named by its hash. */
export async function sendFile(file: Blob, unit: string): Promise<string> {
  const blob = await prepared(file);
  await upload(blob, unit);
  return hashOf(blob);
}

/** A file that the phone keeps. One that is no longer here was sent before. */
export async function sendKept(hash: string, unit: string): Promise<void> {
  const blob = await takenIn(hash);
  if (blob) await upload(blob, unit);
}
