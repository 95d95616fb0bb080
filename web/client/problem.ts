import type { Problem } from "./types";

/** What the server refused, or the network would not carry; `code` finds its words in the locales. */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly errors: Problem["errors"];
  readonly requestId: string | null;

  constructor(problem: Partial<Problem> & { code: string }) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.code = problem.code;
    this.status = problem.status ?? 0;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id ?? null;
  }
}

/** No answer came at all: the request may or may not have arrived. */
export const UNREACHABLE = "network.unreachable";

export const isUnreachable = (error: unknown): boolean => error instanceof ProblemError && error.code === UNREACHABLE;

/** Reads whatever stood in place of a good answer; a proxy's HTML page becomes a problem by its status. */
export function asProblem(body: unknown, status: number): ProblemError {
  if (typeof body === "object" && body !== null && "code" in body && typeof body.code === "string") {
    return new ProblemError({ ...(body as Problem), status });
  }
  return new ProblemError({ code: `http.${status}`, status });
}
