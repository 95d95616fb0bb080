import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isUnreachable, ProblemError } from "../client/problem";
import { expired } from "./session";

const onError = (error: unknown) => {
  if (error instanceof ProblemError && error.status === 401) expired();
};

/**
 * Only silence is worth asking again, `times`; a refusal stays one, and a lost session leads to the sign-in.
 * "always": whether there is a network is found by asking, and on the phone a kept answer is an answer.
 */
export function newQueries(times: number): QueryClient {
  const retry = (count: number, error: unknown) => isUnreachable(error) && count < times;
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: {
      queries: { retry, staleTime: 5_000, networkMode: "always" },
      mutations: { networkMode: "always", onError },
    },
  });
}
