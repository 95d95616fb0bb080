import { byTest, device, PHONE, picture, signIn, SMALL_PHONE } from "./lib/browser.mjs";
import { check, journey } from "./lib/runner.mjs";

/** Opens the n-th check of the day, ready to be filled in: a check already made is opened for correction. */
async function openSheet(page, n = 0) {
  await byTest(page, "due").nth(n).click();
  await page.locator(".names, [data-testid=sums]").first().waitFor();
  if (await byTest(page, "correct").isVisible()) await byTest(page, "correct").click();
  await page.locator(".names").waitFor();
}

async function clearAll(page) {
  const marked = page.locator('.name[aria-pressed="true"]');
  for (let left = await marked.count(); left > 0; left = await marked.count()) {
    await marked.first().click();
    await page.locator(".exception .buttons button").first().click();
    await page.locator(".adm-popup-body.exception").waitFor({ state: "hidden" });
  }
}

async function markIll(page, nth, symptom) {
  await page.locator(".name").nth(nth).click();
  await page.locator('[data-kind="absent_ill"]').click();
  await page.locator(`[data-code="${symptom}"]`).click();
}

const backToList = (page) => page.goto("/field/#/today");

async function received(page) {
  await page.locator('[data-testid="status"].good').waitFor({ timeout: 20_000 });
}

journey(
  "a teacher reports a class as all well in one tap, with seconds to undo",
  async ({ browser, url, accounts }) => {
    const { page, complaints, close } = await device(browser, url, PHONE);
    await page.goto("/field/");
    await page.locator("#username").waitFor();
    await picture(page, "field-signin-zh");
    await signIn(page, "/field/", accounts.class_teacher);
    await byTest(page, "due").first().waitFor();
    await picture(page, "field-today-zh");
    await openSheet(page);
    await picture(page, "field-check-zh");
    await clearAll(page);
    await picture(page, "field-all-well-zh");
    await byTest(page, "all-well").click();
    await byTest(page, "undo").waitFor();
    await picture(page, "field-undo-zh");
    await byTest(page, "undo").click();
    await page.locator(".names, [data-testid=correct]").first().waitFor();
    if (await byTest(page, "correct").isVisible()) await byTest(page, "correct").click();
    await clearAll(page);
    await byTest(page, "all-well").click();
    await received(page);
    check(/因病缺勤/.test(await byTest(page, "sums").innerText()) === false, "a zero report names nobody ill");
    await picture(page, "field-received-zh");
    check(complaints.length === 0, `console: ${complaints.join("\n")}`);
    await close();
  },
);

journey("a teacher marks a sick and a late pupil in few taps and corrects it", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, SMALL_PHONE);
  await signIn(page, "/field/", accounts.class_teacher);
  await openSheet(page);
  await clearAll(page);
  await markIll(page, 3, "vomiting");
  await page.locator(".exception input").fill("37.9");
  await picture(page, "field-exception-zh");
  await byTest(page, "confirm").click();
  await page.locator(".adm-popup-body.exception").waitFor({ state: "hidden" });
  await page.locator(".name").nth(5).click();
  await page.locator('[data-kind="late"]').click();
  await page.locator(".adm-popup-body.exception").waitFor({ state: "hidden" });
  const summary = await byTest(page, "summary").innerText();
  check(/应到 \d+ · 实到 \d+ · 因病缺勤 1 · 迟到 1/.test(summary), `summary: ${summary}`);
  await picture(page, "field-marked-zh");
  await byTest(page, "submit").click();
  await received(page);
  await byTest(page, "correct").click();
  await page.locator(".name.late").click();
  await page.locator(".exception .buttons button").first().click();
  await page.locator(".adm-popup-body.exception").waitFor({ state: "hidden" });
  await byTest(page, "submit").click();
  await received(page);
  check(!/迟到/.test(await byTest(page, "sums").innerText()), "the correction took");
  await close();
});

journey(
  "a report made without signal waits, survives a reload and is received later",
  async ({ browser, url, accounts }) => {
    const { page, context, close } = await device(browser, url, PHONE);
    await signIn(page, "/field/", accounts.class_teacher);
    await byTest(page, "due").first().waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.ready.then((one) => one.active?.state === "activated"));
    await page.waitForTimeout(1500);
    await context.setOffline(true);
    await page.reload();
    await byTest(page, "due").first().waitFor();
    await openSheet(page);
    await clearAll(page);
    await markIll(page, 7, "fever");
    await byTest(page, "confirm").click();
    await byTest(page, "submit").click();
    await page.locator('[data-testid="status"].wait').waitFor();
    await picture(page, "field-offline-zh");
    await page.reload();
    await page.locator('[data-testid="status"].wait').waitFor();
    await backToList(page);
    await picture(page, "field-offline-list-zh");
    await context.setOffline(false);
    await byTest(page, "due").first().click();
    await received(page);
    await close();
  },
);

journey("a double tap sends one report, and does not undo it", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, PHONE);
  const sent = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/checks/batch")) sent.push(...request.postDataJSON().checks);
  });
  await signIn(page, "/field/", accounts.class_teacher);
  await openSheet(page);
  await clearAll(page);
  await byTest(page, "all-well").dblclick();
  await received(page);
  check(sent.length === 1, `sent ${sent.length} reports`);
  await close();
});

journey("a teacher traces a sick pupil; the page speaks English on request", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, PHONE);
  await signIn(page, "/field/", accounts.class_teacher);
  await page.goto("/field/#/absences");
  await byTest(page, "absence").first().waitFor();
  await picture(page, "field-absences-zh");
  await byTest(page, "absence").first().click();
  await byTest(page, "save-trace").waitFor();
  await picture(page, "field-trace-zh", true);
  await page.locator(".form .pair button").first().click();
  await byTest(page, "save-trace").click();
  await page.locator('[data-testid="status"].good').waitFor();
  await page.goto("/field/#/absences");
  await byTest(page, "absence").first().waitFor();
  await page.goto("/field/#/me");
  await byTest(page, "language").click();
  await page.getByText("My roles").waitFor();
  await picture(page, "field-me-en");
  await backToList(page);
  await picture(page, "field-today-en");
  await openSheet(page);
  await picture(page, "field-check-en");
  await page.locator(".name").nth(2).click();
  await page.locator('[data-kind="absent_ill"]').click();
  await picture(page, "field-exception-en");
  await close();
});

journey("a class's temperatures are entered digit by digit; fevers are marked", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, PHONE);
  const sent = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/checks/batch")) sent.push(...request.postDataJSON().checks);
  });
  await signIn(page, "/field/", accounts.class_teacher);
  await openSheet(page);
  await byTest(page, "take-temperatures").click();
  await page.locator(".temperature input").first().click();
  await page.keyboard.type("368");
  await page.keyboard.type("36.7");
  await page.keyboard.type("378");
  await picture(page, "field-temperatures-zh");
  check((await page.locator(".temperature.fever").count()) === 1, "one fever is marked");
  check((await page.locator(".temperature input").first().inputValue()) === "36.8", "three digits are a temperature");
  await page.keyboard.type("200");
  check(await byTest(page, "submit").isDisabled(), "what no thermometer shows is not sent");
  await page.locator(".temperature.strange input").fill("");
  await page.locator(".temperature .mark").click();
  await page.locator('[data-kind="ill_in_class"]').click();
  check((await page.locator(".celsius input").inputValue()) === "37.8", "the temperature is taken over");
  await byTest(page, "confirm").click();
  await page.locator(".adm-popup-body.exception").waitFor({ state: "hidden" });
  await byTest(page, "submit").click();
  await received(page);
  const taken = sent.at(-1).temperatures.map((one) => one.celsius);
  check(JSON.stringify(taken) === "[36.8,36.7,37.8]", `sent ${JSON.stringify(taken)}`);
  await close();
});

journey("a tracing made without signal waits and goes out once", async ({ browser, url, accounts }) => {
  const { page, context, close } = await device(browser, url, PHONE, "en");
  const sent = [];
  page.on("request", (request) => request.url().endsWith("/traces") && sent.push(request.postDataJSON().client_key));
  await signIn(page, "/field/", accounts.class_teacher);
  await page.goto("/field/#/absences");
  await byTest(page, "absence").first().waitFor();
  await page.waitForTimeout(1500);
  await context.setOffline(true);
  await byTest(page, "absence").last().click();
  await byTest(page, "save-trace").waitFor();
  await picture(page, "field-trace-offline-en", true);
  await byTest(page, "save-trace").click();
  await page.locator('[data-testid="status"].wait').waitFor();
  await picture(page, "field-trace-waiting-en");
  await context.setOffline(false);
  await page.locator('[data-testid="status"].good').waitFor();
  check(new Set(sent).size === 1, "one key, however often it was tried");
  await close();
});
