// A running demonstration to test against: the program given by XD_BIN, or one that already runs at XD_URL.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const READY_MS = 600_000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const freePort = () =>
  new Promise((done, failed) => {
    const server = createServer();
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

async function until(what, holds, alive = () => true) {
  const end = Date.now() + READY_MS;
  while (Date.now() < end) {
    if (!alive()) throw new Error(`the program ended before ${what}`);
    if (await holds().catch(() => false)) return;
    await pause(200);
  }
  throw new Error(`waited ${READY_MS / 1000} s for ${what}`);
}

const ready = (url) => async () => (await fetch(`${url}/readyz`)).ok;

/** The demonstration has played to its end: nothing changes any more but by us. */
const played = (url, accounts) => async () => {
  const [account] = Object.values(accounts);
  const signIn = await fetch(`${url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: account.username, password: account.password }),
  });
  const { me } = await signIn.json();
  return !me.demo || !me.demo.playing || me.demo.day_no >= me.demo.days;
};

const readAccounts = (file) => Object.fromEntries(JSON.parse(readFileSync(file, "utf8")).map((one) => [one.role, one]));

/** `speed`: "max" for an outbreak already played, or seconds a day to watch it. */
export async function startServer(speed = "max") {
  if (process.env.XD_URL && speed === "max") {
    return { url: process.env.XD_URL, accounts: readAccounts(process.env.XD_CREDENTIALS), stop: async () => undefined };
  }
  const binary = resolve(
    process.env.XD_BIN ?? fileURLToPath(new URL("../../../target/debug/xiaodun", import.meta.url)),
  );
  if (!existsSync(binary))
    throw new Error(`${binary} is missing: build it first (cargo build -p xiaodun) or set XD_BIN`);
  const data = mkdtempSync(join(tmpdir(), "xiaodun-e2e-"));
  const credentials = join(data, "credentials.json");
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const args = [
    "demo",
    "--port",
    String(port),
    "--data",
    join(data, "data"),
    "--credentials",
    credentials,
    "--speed",
    speed,
  ];
  const child = spawn(binary, args, { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.on("data", (text) => (log = (log + text).slice(-8000)));
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGTERM");
    await Promise.race([ended, pause(10_000).then(() => child.kill("SIGKILL"))]);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const alive = () => child.exitCode === null;
    await until("it was ready", ready(url), alive);
    await until("its accounts", async () => existsSync(credentials), alive);
    const accounts = readAccounts(credentials);
    if (speed === "max") await until("the outbreak was played", played(url, accounts), alive);
    return { url, accounts, stop };
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${log}`);
  }
}
