import * as d from "./data.ts";
import { type Ask, list, ok, problem, type Reply } from "./routes.ts";
import * as work from "./work.ts";

export function workRoute(ask: Ask, method: string, [what, id, verb]: string[]): Reply {
  if (what === "templates") return list(work.templates);
  if (what === "today") return ok({ now: d.now(), items: work.tasks.filter((one) => one.state !== "submitted") });
  if (what === "checklists") return list([]);
  if (what === "coverage") return ok(work.coverage(ask.query.get("under") ?? ""));
  if (what === "waves" && id)
    return ok({ wave: work.waves.find((one) => one.id === id), counts: work.coverage("").counts });
  if (what === "waves") return method === "POST" ? ok(work.waves[0], 201) : list(work.waves);
  if (!id) return list(work.tasks.filter((one) => ask.query.get("state") !== "to_review" || one.state === "submitted"));
  if (verb) return ok(verb === "submit" ? work.submit(id) : work.tasks.find((one) => one.id === id));
  const found = work.detail(id);
  return found ? ok(found) : problem(404, "not_found");
}
