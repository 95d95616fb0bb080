import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { declareLocale } from "../shared/i18n";
import { newQueries } from "../shared/queries";
import { resume } from "../shared/session";
import { App } from "./App";
import "./frame.css";
import "./desk.css";
import "./register.css";
import "./work.css";

localStorage.setItem("xd.last_page", "desk");
declareLocale();
void resume("none");

const root = document.getElementById("app");
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={newQueries(2)}>
      <App />
    </QueryClientProvider>,
  );
}
