import { byTest, device, OFFICE, picture, signIn } from "./lib/browser.mjs";
import { check, journey } from "./lib/runner.mjs";
import { startServer } from "./lib/server.mjs";

const dayNo = async (page) => Number(/\d+/.exec(await byTest(page, "demo").locator(".progress").innerText())?.[0]);
const figures = (page) => byTest(page, "figures").innerText();

/** What the page says must change while nobody touches it. */
async function moves(page, read, what) {
  const before = await read();
  for (let waited = 0; waited < 20_000; waited += 200) {
    if ((await read().catch(() => before)) !== before) return;
    await page.waitForTimeout(200);
  }
  throw new Error(`${what} did not move by itself: ${before}`);
}

journey("the outbreak is watched as it happens: checks, curve and signals move by themselves", async ({ browser }) => {
  const server = await startServer("2");
  const { page, complaints, close } = await device(browser, server.url, OFFICE);
  try {
    await signIn(page, "/desk/", server.accounts.health_officer);
    await byTest(page, "figures").waitFor();
    await moves(page, () => figures(page), "completeness");
    await moves(page, () => dayNo(page), "the day");
    const pace = (n) => byTest(page, "demo").locator("button").nth(n).click();
    await pace(0);
    await page.waitForTimeout(800);
    const held = [await dayNo(page), await figures(page)];
    await page.waitForTimeout(3_000);
    check(String([await dayNo(page), await figures(page)]) === String(held), "a paused day stands still");
    await pace(1);
    await byTest(page, "curve").waitFor({ timeout: 30_000 });
    await moves(page, () => byTest(page, "curve").innerHTML(), "the curve");
    await byTest(page, "signal").first().waitFor({ timeout: 30_000 });
    await picture(page, "desk-live-zh");
    await moves(page, () => page.locator(".signals .ant-card-head-title").innerText(), "signals");
    check(complaints.length === 0, `console: ${complaints.join("\n")}`);
  } finally {
    await close();
    await server.stop();
  }
});
