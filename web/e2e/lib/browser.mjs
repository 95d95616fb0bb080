import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const RESULTS = fileURLToPath(new URL("../../test-results/", import.meta.url));
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
export const PHONE = { width: 375, height: 740 };
export const SMALL_PHONE = { width: 360, height: 640 };
export const OFFICE = { width: 1366, height: 860 };

// Debian's Chromium where it is; else the one the bootstrap fetched.
const executable = () => [process.env.XD_CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));

export const openBrowser = () => chromium.launch({ executablePath: executable(), args: FLAGS });

/** A fresh device: nothing signed in, nothing kept. What its pages complain of in the console is collected. */
export async function device(browser, url, viewport, locale = "zh-CN") {
  const context = await browser.newContext({
    viewport,
    baseURL: url,
    locale,
    deviceScaleFactor: viewport.width < 500 ? 2 : 1,
    timezoneId: "America/New_York",
  });
  context.setDefaultTimeout(15_000);
  await context.addInitScript((chosen) => {
    if (!localStorage.getItem("xd.locale")) localStorage.setItem("xd.locale", chosen);
  }, locale);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    const network = /Failed to load resource|net::ERR/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !network) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { context, page, complaints, close: () => context.close() };
}

export async function signIn(page, path, account) {
  await page.goto(path);
  await page.locator("#username").fill(account.username);
  await page.locator("#password").fill(account.password);
  await page.locator('button[type="submit"]').click();
  await page.locator("#username").waitFor({ state: "detached" });
}

/** Lets fonts, animations and the last refetch settle, then keeps a picture. */
export async function picture(page, name, whole = false) {
  mkdirSync(RESULTS, { recursive: true });
  await page.waitForTimeout(600);
  await page.screenshot({ path: `${RESULTS}${name}.png`, fullPage: whole });
}

export const byTest = (page, id) => page.locator(`[data-testid="${id}"]`);

/** Chooses in a select by what its option is called. */
export async function choose(page, select, text) {
  await select.click();
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option", { hasText: text }).first().click();
}
