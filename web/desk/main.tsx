import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { isUnreachable, ProblemError } from "../client/problem";
import { locale, setLocale } from "../shared/i18n";
import { expired, resume } from "../shared/session";
import { App } from "./App";
import "./desk.css";

localStorage.setItem("xd.last_page", "desk");
setLocale(locale());

const onError = (error: unknown) => {
  if (error instanceof ProblemError && error.status === 401) expired();
};
const retry = (count: number, error: unknown) => isUnreachable(error) && count < 2;
const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  defaultOptions: { queries: { retry, staleTime: 5_000, networkMode: "always" }, mutations: { networkMode: "always", onError } },
});

void resume("none");

const root = document.getElementById("app");
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>,
  );
}
