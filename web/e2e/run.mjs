// Plays the pages in Chromium against the running program. XD_BIN: the program (default ../target/debug/xiaodun);
// XD_URL with XD_CREDENTIALS: one that runs already; XD_ONLY: only journeys whose name holds this.
import { openBrowser } from "./lib/browser.mjs";
import { runAll } from "./lib/runner.mjs";
import { startServer } from "./lib/server.mjs";
import "./teacher.mjs";
import "./guardian.mjs";
import "./desk.mjs";
import "./officers.mjs";
import "./register.mjs";
import "./work.mjs";
import "./live.mjs";

const server = await startServer();
const browser = await openBrowser();
let good = false;
try {
  good = await runAll({ url: server.url, accounts: server.accounts, browser });
} finally {
  await browser.close();
  await server.stop();
}
process.exit(good ? 0 : 1);
