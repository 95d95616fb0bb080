import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { accounts, meOf, now, school, START, TODAY } from "./data.ts";
import { answer, problem, type Reply } from "./routes.ts";

const streams = new Set<ServerResponse>();
let seq = 0;

function tell(event: string, kind: string): void {
  const data = JSON.stringify({ seq: ++seq, kind, institution: school.id, subject: school.id, at: now() });
  streams.forEach((stream) => stream.write(`id: ${seq}\nevent: ${event}\ndata: ${data}\n\n`));
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.write(
    `event: clock\ndata: ${JSON.stringify({ now: new Date(START).toISOString(), today: TODAY, day_no: 14, playing: true })}\n\n`,
  );
  streams.add(response);
  response.on("close", () => streams.delete(response));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text ? JSON.parse(text) : undefined;
}

function send(response: ServerResponse, reply: Reply, cookie?: string): void {
  const type = reply.status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(reply.status, { "content-type": type, ...(cookie ? { "set-cookie": cookie } : {}) });
  response.end(reply.status === 204 ? undefined : JSON.stringify(reply.body));
}

function session(
  method: string,
  body: unknown,
  who: (typeof accounts)[number] | undefined,
  response: ServerResponse,
): void {
  if (method === "DELETE") return send(response, { status: 204, body: null }, "xd_session=; Path=/; Max-Age=0");
  if (method === "GET") return send(response, who ? { status: 200, body: meOf(who) } : problem(401, "auth.required"));
  const given = body as { username: string; password: string };
  const account = accounts.find((one) => one.username === given.username && one.password === given.password);
  if (!account) return send(response, problem(401, "auth.wrong_credentials"));
  const reply = { token: account.username, expires_at: now(), me: meOf(account) };
  send(response, { status: 200, body: reply }, `xd_session=${account.username}; Path=/; HttpOnly; SameSite=Strict`);
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mock");
  const path = url.pathname.replace("/api/v1/", "");
  const method = request.method ?? "GET";
  const name = /xd_session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  const account = accounts.find((one) => one.username === name);
  const body = await bodyOf(request);
  if (path === "session") return session(method, body, account, response);
  if (!account) return send(response, problem(401, "auth.required"));
  if (path === "events") return openStream(response);
  if (path.startsWith("session/")) return send(response, { status: 204, body: null });
  send(response, answer({ path, query: url.searchParams, body: body as never, account }, method));
  if (method === "POST") tell(path.startsWith("signals") ? "signal" : "check", "mock.changed");
}

const middleware: Connect.NextHandleFunction = (request, response, next) => {
  if (request.url?.startsWith("/readyz")) return void response.end("ok");
  if (!request.url?.startsWith("/api/")) return next();
  handle(request, response).catch(next);
};

/** Serves the mock beside `vite` and `vite preview`. Sign in with a role's short name (data.ts) and the password "mock". */
export function mockApi(): Plugin {
  return {
    name: "xd-mock-api",
    configureServer: (server) => void server.middlewares.use(middleware),
    configurePreviewServer: (server) => void server.middlewares.use(middleware),
  };
}
