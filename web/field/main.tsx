import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { declareLocale } from "../shared/i18n";
import { newQueries } from "../shared/queries";
import { keepAnswers } from "../shared/remember";
import { resume } from "../shared/session";
import { App } from "./App";
import "./base.css";
import "./field.css";
import "./temperature.css";
import "./work.css";

localStorage.setItem("xd.last_page", "field");
declareLocale();
keepAnswers();
void resume("kept");

// Browsers give a service worker to secure addresses only: HTTPS, or this machine itself.
if ("serviceWorker" in navigator && import.meta.env.PROD) void navigator.serviceWorker.register("/field/sw.js");

const root = document.getElementById("app");
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={newQueries(1)}>
      <App />
    </QueryClientProvider>,
  );
}
