import { readFileSync } from "node:fs";
import { byTest, device, OFFICE, PHONE, picture, signIn } from "./lib/browser.mjs";
import { check, journey } from "./lib/runner.mjs";

/** One pixel of a photo, as a phone's camera gives it: large, and with what it writes beside the picture. */
const photo = async (page) => {
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 4000, height: 3000 });
    const draw = canvas.getContext("2d");
    draw.fillStyle = "#7fa87c";
    draw.fillRect(0, 0, 4000, 3000);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return { name: "photo.jpg", mimeType: "image/jpeg", buffer: Buffer.from(bytes) };
};

const taskCard = (page, template) => page.locator(`[data-testid="task"][data-template="${template}"]`);
const answer = (page, question, code) => page.locator(`[data-question="${question}"] [data-code="${code}"]`).click();

async function openRound(page) {
  await page.goto("/field/#/today");
  await taskCard(page, "round.classroom").first().waitFor();
  await taskCard(page, "round.classroom").first().click();
  await byTest(page, "submit-task").waitFor();
}

async function fillRound(page) {
  await answer(page, "done", "yes");
  await answer(page, "agent", "chlorine");
  await page.locator("#q-times").fill("1");
  await answer(page, "aired", "true");
  await page.locator("#q-mg_per_l").fill("250");
  await page.locator("#q-contact_minutes").fill("30");
}

journey("checks and tasks stand in one list by what is due", async ({ browser, url, accounts }) => {
  const { page, complaints, close } = await device(browser, url, PHONE);
  await signIn(page, "/field/", accounts.class_teacher);
  await byTest(page, "due").first().waitFor();
  await byTest(page, "task").first().waitFor();
  await picture(page, "field-work-today-zh", true);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(over <= 0, `nothing runs off the phone's side: ${over} px`);
  check(complaints.length === 0, `console: ${complaints.join("\n")}`);
  await close();
});

journey("a round's form says what is wrong at the question", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, PHONE);
  await signIn(page, "/field/", accounts.class_teacher);
  await openRound(page);
  await byTest(page, "submit-task").click();
  check((await page.locator(".question.wrong").count()) >= 1, "what is needed is said");
  await answer(page, "done", "yes");
  await answer(page, "agent", "chlorine");
  await page.locator("#q-mg_per_l").fill("9");
  check(/50/.test(await page.locator('[data-question="mg_per_l"] .error').innerText()), "the bound is named");
  await picture(page, "field-round-errors-zh", true);
  await answer(page, "done", "no");
  check((await page.locator('[data-question="agent"]').count()) === 0, "what does not follow is not asked");
  await page.goto("/field/#/dilution");
  await byTest(page, "recipe").waitFor();
  check(/100 mL/.test(await byTest(page, "recipe").innerText()), "5 % to 500 mg/L: 100 mL in 10 L");
  await picture(page, "field-dilution-zh", true);
  await close();
});

journey("a round done without signal waits, survives a reload and arrives", async ({ browser, url, accounts }) => {
  const { page, context, close } = await device(browser, url, PHONE);
  const sent = [];
  page.on("request", (request) => request.url().endsWith("/submit") && sent.push(request.postDataJSON()));
  await signIn(page, "/field/", accounts.class_teacher);
  await byTest(page, "task").first().waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.ready.then((one) => one.active?.state === "activated"));
  await page.waitForTimeout(1500);
  await context.setOffline(true);
  await openRound(page);
  await fillRound(page);
  await byTest(page, "submit-task").click();
  await page.locator('[data-testid="status"].wait').waitFor();
  await picture(page, "field-round-waiting-zh");
  await page.reload();
  await page.locator('[data-testid="status"].wait').waitFor();
  await context.setOffline(false);
  await page.locator('[data-testid="status"].good').waitFor({ timeout: 30_000 });
  check(new Set(sent.map((one) => one.client_key)).size === 1, "one key, however often it was tried");
  check(sent.at(-1).answers.mg_per_l === 250, `answers are coded: ${JSON.stringify(sent.at(-1).answers)}`);
  await picture(page, "field-round-received-zh");
  await close();
});

journey("a record that came back says why, and is handed in again", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, PHONE, "en");
  await signIn(page, "/field/", accounts.health_officer);
  const card = taskCard(page, "round.after_case").filter({ hasText: "Returned" });
  await card.first().waitFor();
  await card.first().click();
  await byTest(page, "returned").waitFor();
  check(/门把手/.test(await byTest(page, "returned").innerText()), "the reason is shown");
  await answer(page, "done", "yes");
  await answer(page, "agent", "peroxide");
  await page.locator("#q-contact_minutes").fill("60");
  await page.locator('[data-question="objects"] .chips button').first().click();
  await answer(page, "protected", "true");
  await page.locator("#q-finished").fill("10:20");
  await answer(page, "aired", "true");
  const asksPhoto = page.locator('[data-question="photos"] input[type=file]');
  if (await asksPhoto.count()) {
    await asksPhoto.setInputFiles(await photo(page));
    await byTest(page, "photo").waitFor();
  }
  await picture(page, "field-returned-en", true);
  await byTest(page, "submit-task").click();
  await page.locator('[data-testid="status"].good').waitFor({ timeout: 30_000 });
  await close();
});

journey("a principal reviews what was handed in", async ({ browser, url, accounts }) => {
  const { page, complaints, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.principal);
  await page.goto("/desk/#/tasks");
  await byTest(page, "open-task").first().waitFor();
  await picture(page, "desk-tasks-zh");
  await byTest(page, "open-task").first().click();
  await byTest(page, "accept").waitFor();
  await byTest(page, "history").waitFor();
  check(await byTest(page, "return").isDisabled(), "a return needs a reason");
  await picture(page, "desk-task-zh");
  await byTest(page, "accept").click();
  await byTest(page, "accept").waitFor({ state: "detached" });
  check(complaints.length === 0, `console: ${complaints.join("\n")}`);
  await close();
});

journey("a county issues work, sees its cost before and its tasks after", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.county_officer);
  await page.goto("/desk/#/waves");
  await byTest(page, "waves").waitFor();
  await byTest(page, "issue").click();
  await page.locator("#template").fill("学校防控自查");
  await page
    .locator(".ant-select-dropdown:visible .ant-select-item-option", { hasText: "学校防控自查" })
    .first()
    .click();
  check(/分钟/.test(await byTest(page, "issue-cost").innerText()), "the minutes it asks for are said");
  await picture(page, "desk-issue-zh");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await byTest(page, "wave-figures").waitFor();
  await picture(page, "desk-wave-zh", true);
  await page.goto("/desk/#/waves");
  await byTest(page, "waves").waitFor();
  await picture(page, "desk-waves-zh");
  await page.locator(".ant-segmented-item").nth(1).click();
  await byTest(page, "due-view").locator("svg").waitFor();
  await picture(page, "desk-due-zh");
  await close();
});

journey("from a county down to who has not answered", async ({ browser, url, accounts }) => {
  const { page, complaints, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.county_officer);
  await page.goto("/desk/#/waves");
  await byTest(page, "open-wave").first().click();
  const rows = byTest(page, "coverage").locator("tbody tr.ant-table-row");
  await rows.first().waitFor();
  await picture(page, "desk-coverage-zh", true);
  await byTest(page, "find-missing").click();
  await page.getByText("尚未提交").waitFor();
  check((await page.locator(".crumbs span").count()) > 1, "the way down to the school is shown");
  await rows.first().waitFor();
  await picture(page, "desk-coverage-school-zh", true);
  const download = page.waitForEvent("download");
  await byTest(page, "export-xlsx").click();
  check((await download).suggestedFilename().endsWith(".xlsx"), "the table is handed out");
  await byTest(page, "drill").first().focus();
  await page.keyboard.press("Enter");
  await byTest(page, "task-drawer").waitFor();
  check(complaints.length === 0, `console: ${complaints.join("\n")}`);
  await close();
});

journey(
  "checklists: items, trend, the sample for inspectors, a list of one's own",
  async ({ browser, url, accounts }) => {
    const { page, complaints, close } = await device(browser, url, OFFICE);
    await signIn(page, "/desk/", accounts.county_officer);
    await page.goto("/desk/#/checklists");
    await byTest(page, "checklist-items").locator("tbody tr.ant-table-row").first().waitFor();
    await picture(page, "desk-checklist-zh");
    const tab = (n) => page.locator(".ant-tabs-tab").nth(n);
    await tab(1).click();
    await byTest(page, "trend").waitFor();
    await picture(page, "desk-checklist-trend-zh");
    await tab(2).click();
    await byTest(page, "sample").locator(".ant-btn-primary").click();
    await page.getByText("把握 9").last().waitFor();
    await picture(page, "desk-sample-zh", true);
    await tab(3).click();
    const saved = page.waitForEvent("download");
    await byTest(page, "checklist-file").click();
    const path = await (await saved).path();
    await byTest(page, "checklist-import")
      .locator('input[type="file"]')
      .setInputFiles({
        name: "own.csv",
        mimeType: "text/csv",
        buffer: readFileSync(path),
      });
    await byTest(page, "checklist-try").click();
    await byTest(page, "checklist-import").locator('[role="status"]').waitFor();
    await byTest(page, "language").click();
    await page.getByText("Save the list in force").waitFor();
    await picture(page, "desk-checklist-import-en");
    check(complaints.length === 0, `console: ${complaints.join("\n")}`);
    await close();
  },
);

journey(
  "rounds by building, the wall's sheet entered at once, and the same in English",
  async ({ browser, url, accounts }) => {
    const { page, close } = await device(browser, url, OFFICE);
    await signIn(page, "/desk/", accounts.school_clerk);
    await page.goto("/desk/#/rounds");
    await byTest(page, "round-places").first().waitFor();
    await picture(page, "desk-rounds-zh", true);
    const rows = byTest(page, "round-places").first().locator("tbody tr.ant-table-row", { hasText: "教室" });
    await rows.first().locator(".ant-checkbox-input").check();
    await byTest(page, "sheet-entry").waitFor();
    await page.locator('[data-question="done"] .ant-radio-wrapper').nth(2).click();
    await picture(page, "desk-sheet-entry-zh", true);
    await byTest(page, "save-sheet").click();
    await byTest(page, "sheet-entry").waitFor({ state: "detached" });
    await byTest(page, "language").click();
    await page.getByText("Mixing disinfectant").waitFor();
    const download = page.waitForEvent("download");
    await byTest(page, "export-xlsx").click();
    check((await download).suggestedFilename().endsWith(".xlsx"), "a workbook is handed out");
    await picture(page, "desk-rounds-en", true);
    await close();
  },
);

journey("the chain of responsibility shows vacancies and prints a charter", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE, "en");
  await signIn(page, "/desk/", accounts.principal);
  await page.goto("/desk/#/duties");
  await byTest(page, "matrix").locator("tbody tr.ant-table-row").first().waitFor();
  await byTest(page, "vacancies").waitFor();
  await page.getByText("All: ").click();
  await byTest(page, "chain").locator("tbody tr.ant-table-row").first().waitFor();
  await picture(page, "desk-duties-en", true);
  const download = page.waitForEvent("download");
  await byTest(page, "export-xlsx").first().click();
  check((await download).suggestedFilename().endsWith(".xlsx"), "a charter is handed out");
  await page.setViewportSize(PHONE);
  await page.goto("/desk/#/tasks");
  await picture(page, "desk-tasks-phone-en", true);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(over <= 0, `nothing runs off the phone's side: ${over} px`);
  await close();
});

journey("channels for messages say what this installation offers", async ({ browser, url, accounts }) => {
  const { page, complaints, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.principal);
  await byTest(page, "account").click();
  await page.getByText("消息渠道").click();
  await page.locator(".ant-card-head-title", { hasText: "消息渠道" }).waitFor();
  await picture(page, "desk-channels-zh");
  check(complaints.length === 0, `console: ${complaints.join("\n")}`);
  await close();
});
