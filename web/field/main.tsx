import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { locale, setLocale } from "../shared/i18n";
import { keepAnswers } from "../shared/remember";
import { expired, resume } from "../shared/session";
import { isUnreachable, ProblemError } from "../client/problem";
import { App } from "./App";
import "./field.css";

localStorage.setItem("xd.last_page", "field");
setLocale(locale());
keepAnswers();

// Only silence is worth asking again; a refusal stays one. "always": without network the kept answer is the answer.
const retry = (count: number, error: unknown) => isUnreachable(error) && count < 1;
const onError = (error: unknown) => {
  if (error instanceof ProblemError && error.status === 401) expired();
};
const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  defaultOptions: { queries: { networkMode: "always", retry, staleTime: 10_000 }, mutations: { networkMode: "always", onError } },
});

void resume("kept");
if ("serviceWorker" in navigator && import.meta.env.PROD) void navigator.serviceWorker.register("/field/sw.js");

const root = document.getElementById("app");
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>,
  );
}
