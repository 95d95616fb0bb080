import { byTest, choose, device, OFFICE, PHONE, picture, signIn } from "./lib/browser.mjs";
import { check, journey } from "./lib/runner.mjs";

const dialog = (page) => page.locator(".ant-modal:visible");
const confirm = (page) => dialog(page).locator(".ant-modal-footer .ant-btn-primary").click();
const shut = (page) => page.locator(".ant-modal").waitFor({ state: "hidden" });

journey("an administrator adds a class, renames it and closes it", async ({ browser, url, accounts }) => {
  const { page, complaints, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.administrator);
  await page.goto("/desk/#/units");
  const list = byTest(page, "unit-list");
  await list.waitFor();
  await picture(page, "desk-units-zh");
  await list.getByRole("button", { name: "城关第一小学" }).click();
  await list.getByRole("button", { name: "一年级", exact: true }).click();
  await list.getByText("一(1)班").waitFor();
  await page.getByRole("button", { name: "新增下级单位" }).click();
  await choose(page, dialog(page).locator(".ant-select"), "班级");
  await dialog(page).locator("#name").fill("一(1)班");
  await confirm(page);
  await dialog(page).getByText("同级已有这个名称").waitFor();
  await dialog(page).locator("#name").fill("一(9)班");
  await confirm(page);
  await shut(page);
  const row = list.locator("tr", { hasText: "一(9)班" });
  await row.getByRole("button", { name: "改名" }).click();
  await dialog(page).locator("#name").fill("一(8)班");
  await confirm(page);
  await shut(page);
  const renamed = list.locator("tr", { hasText: "一(8)班" });
  await renamed.getByRole("button", { name: "停用" }).click();
  await confirm(page);
  await shut(page);
  await page.locator(".ant-breadcrumb button.link").click();
  await list.getByRole("button", { name: "一年级", exact: true }).waitFor();
  check(complaints.length === 0, complaints.join("\n"));
  await close();
});

journey("a principal sets a substitute from one day to another, and ends it", async ({ browser, url, accounts }) => {
  const { page, complaints, close } = await device(browser, url, OFFICE, "en");
  await signIn(page, "/desk/", accounts.principal);
  await page.goto("/desk/#/posts");
  const row = byTest(page, "posts").locator("tr", { hasText: "六(1)班" }).first();
  await row.getByRole("button", { name: "Set a substitute" }).click();
  await confirm(page);
  await dialog(page).getByText("This is needed").waitFor();
  await dialog(page).locator("#person").click();
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option").first().click();
  await picture(page, "desk-substitute-en");
  await confirm(page);
  await shut(page);
  const standsIn = byTest(page, "posts").locator("tr", { hasText: "六(1)班" }).filter({ hasText: "Substitute" });
  await standsIn.first().waitFor();
  await picture(page, "desk-posts-en");
  await standsIn.first().getByRole("button", { name: "End" }).click();
  await page.locator(".ant-popconfirm .ant-btn-primary, .ant-popover .ant-btn-primary").last().click();
  await page.getByText("Saved").first().waitFor();
  check(complaints.length === 0, complaints.join("\n"));
  await close();
});

journey(
  "a principal closes the school for a day; the calendar shows it, and forgets it",
  async ({ browser, url, accounts }) => {
    const { page, complaints, close } = await device(browser, url, OFFICE);
    await signIn(page, "/desk/", accounts.principal);
    await page.goto("/desk/#/calendar");
    const monday = page
      .locator(
        '.day-kind.school_day[data-day$="-09"], .day-kind.school_day[data-day$="-10"], .day-kind.school_day[data-day$="-11"]',
      )
      .first();
    await monday.waitFor({ state: "attached" });
    const day = await monday.getAttribute("data-day");
    const cell = page.locator(`[data-day="${day}"]`);
    const mark = async (kind) => {
      await page.locator(`td[title="${day}"]`).click();
      await choose(page, dialog(page).locator(".ant-select"), kind);
      await confirm(page);
      await shut(page);
    };
    await mark("停课");
    await page.locator(`[data-day="${day}"][data-kind="closure"]`).waitFor();
    check((await cell.innerText()).includes("停课"), "the day says so");
    await picture(page, "desk-calendar-zh");
    await mark("按常规");
    await page.locator(`[data-day="${day}"][data-kind="school_day"]`).waitFor({ state: "attached" });
    await byTest(page, "terms").or(page.getByText("本单位没有自己的学期")).first().waitFor();
    check(complaints.length === 0, complaints.join("\n"));
    await close();
  },
);

const csv = (text) => ({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

journey("a file of people is tried, its faults told row by row, then imported", async ({ browser, url, accounts }) => {
  const { page, complaints, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.administrator);
  await page.goto("/desk/#/import");
  const file = page.locator('input[type="file"]');
  const head = "姓名,性别,学校,班级,座号\n";
  await file.setInputFiles(csv(`${head}张三,男,城关第一小学,一(1)班,61\n李四,x,城关第一小学,一(77)班,62\n`));
  await byTest(page, "import-try").click();
  const faults = byTest(page, "faults").locator("tbody tr.ant-table-row");
  await faults.first().waitFor();
  check((await faults.count()) === 2, "two faults, each with its row");
  check(/^3\s/.test(await faults.first().innerText()), "the line is named");
  await picture(page, "desk-import-faults-zh");
  check(await byTest(page, "import-apply").isDisabled(), "nothing can be imported before it has been tried");
  await file.setInputFiles(csv(`${head}张三,男,城关第一小学,一(1)班,61\n`));
  await byTest(page, "import-try").click();
  await byTest(page, "import-report").waitFor();
  await byTest(page, "import-apply").click();
  await byTest(page, "import-report").getByText("已导入").waitFor();
  check(complaints.length === 0, complaints.join("\n"));
  await close();
});

journey(
  "signals are narrowed by state and rule, and go on beyond the first page",
  async ({ browser, url, accounts }) => {
    const { page, complaints, close } = await device(browser, url, OFFICE, "en");
    await signIn(page, "/desk/", accounts.health_officer);
    await page.goto("/desk/#/signals");
    await byTest(page, "signal").first().waitFor();
    await choose(page, byTest(page, "filter-state"), "All");
    await byTest(page, "filter-rule").click();
    await page.keyboard.type("EW-02");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => {
      const shown = [...document.querySelectorAll('[data-testid="signal"]')];
      return shown.length > 0 && shown.every((one) => one.innerText.includes("EW-02"));
    });
    await picture(page, "desk-signals-filtered-en");
    await page.locator(".filters .ant-btn-link").click();
    await page.waitForFunction(() => document.body.innerText.includes("EW-01"));
    check(complaints.length === 0, complaints.join("\n"));
    await close();
  },
);

journey("the pages of the register fit a phone", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, PHONE, "en");
  await signIn(page, "/desk/", accounts.administrator);
  for (const [name, what] of [
    ["units", byTest(page, "unit-list")],
    ["calendar", page.locator(".school-calendar")],
    ["posts", page.locator(".ant-empty")],
    ["import", page.locator(".ant-upload-drag")],
  ]) {
    await page.goto(`/desk/#/${name}`);
    await what.first().waitFor();
    await picture(page, `desk-${name}-phone-en`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wider <= 0, `${name} is ${wider} px wider than the phone`);
  }
  await close();
});
