import createClient from "openapi-fetch";
import { asProblem, ProblemError, UNREACHABLE } from "./problem";
import type { paths } from "./schema";
import type { Page } from "./types";

type Answer<T> = { data?: T; error?: unknown; response: Response };

const TIMEOUT_MS = 15_000;
const listeners = new Set<(reached: boolean) => void>();

/** Tells each time the server answered (true) or could not be reached (false). */
export function onReach(listener: (reached: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function carry(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    listeners.forEach((tell) => tell(true));
    return response;
  } catch (cause) {
    listeners.forEach((tell) => tell(false));
    throw new ProblemError({ code: UNREACHABLE, detail: String(cause) });
  }
}

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "http://localhost",
  credentials: "same-origin",
  fetch: carry,
});

/** The body of a good answer; anything else is thrown as a ProblemError. */
export async function call<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw asProblem(error, response.status);
  return data as T;
}

/**
 * One page of a list. The contract writes the rows of a page out instead of naming their schema, and so says less of them
 * than it does of the schema; they are the same.
 */
export async function page<T>(
  answer: Promise<Answer<{ items: Partial<T>[]; next?: string | null }>>,
): Promise<Page<T>> {
  const { items, next } = await call(answer);
  return { items: items as T[], next: next ?? null };
}
