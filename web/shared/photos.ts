/**
 * Photos and files of a report: made small on the device, named by the hash of their bytes, kept here until they are sent.
 * Sending twice is harmless: the server knows the hash.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { photoGet, photoPut } from "./device";

/** A page of paper stays readable at this many pixels; a phone's camera gives four times as many. */
export const LONGEST_SIDE = 1600;
const QUALITY = 0.82;
/** What the server takes; said here so that nobody waits for an upload that will be refused. */
export const MOST_BYTES = 8 * 1024 * 1024;

export type Size = { width: number; height: number };

/** The same picture within `LONGEST_SIDE`, never enlarged. */
export function fit({ width, height }: Size): Size {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Drawn anew as JPEG: smaller, turned upright, and without what the camera wrote beside it (place, device, time). */
export async function shrink(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: "from-image" });
  try {
    const { width, height } = fit(bitmap);
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, width, height);
    return await new Promise((done, failed) =>
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", QUALITY),
    );
  } finally {
    bitmap.close();
  }
}

/** SHA-256, lower-case hexadecimal. Not the browser's own: that one is missing on plain HTTP. */
export const hashOf = async (blob: Blob): Promise<string> =>
  bytesToHex(sha256(new Uint8Array(await blob.arrayBuffer())));

/** What is sent of a picture or file that somebody chose. */
export const prepared = (file: Blob): Promise<Blob> =>
  file.type.startsWith("image/") ? shrink(file) : Promise.resolve(file);

/** Keeps a picture or file on the device and gives its name. */
export async function takeIn(file: Blob): Promise<string> {
  const blob = await prepared(file);
  const hash = await hashOf(blob);
  await photoPut(hash, { bytes: await blob.arrayBuffer(), type: blob.type });
  return hash;
}

export async function takenIn(hash: string): Promise<Blob | null> {
  const found = await photoGet(hash);
  return found ? new Blob([found.bytes], { type: found.type }) : null;
}
