import { byTest, choose, device, OFFICE, PHONE, picture, signIn } from "./lib/browser.mjs";
import { check, journey } from "./lib/runner.mjs";

async function overview(page) {
  await byTest(page, "figures").waitFor();
  await byTest(page, "curve").locator('svg path[fill="#0f5e6b"]').first().waitFor({ state: "attached" });
}

journey(
  "a health officer sees completeness, curve and signals, and takes a signal on",
  async ({ browser, url, accounts }) => {
    const { page, complaints, close } = await device(browser, url, OFFICE);
    await page.goto("/desk/");
    await page.locator("#username").waitFor();
    await picture(page, "desk-signin-zh");
    await signIn(page, "/desk/", accounts.health_officer);
    await overview(page);
    check((await byTest(page, "cell").count()) >= 15, "every class has its cell");
    await page.locator(".live.live").waitFor();
    await picture(page, "desk-overview-zh", true);
    await page.goto("/desk/#/signals");
    await choose(page, byTest(page, "filter-state"), "全部");
    await byTest(page, "signal").first().waitFor();
    await picture(page, "desk-signals-zh");
    await byTest(page, "signal").first().click();
    check(/≥\d/.test(await byTest(page, "reason").innerText()), "the reason names the threshold");
    const rows = byTest(page, "persons").locator("tbody tr.ant-table-row");
    await rows.first().waitFor();
    check(/[一-龥]{2,}/.test(await rows.first().innerText()), "the health officer sees names");
    await picture(page, "desk-signal-zh", true);
    const acknowledge = byTest(page, "signal-acknowledge");
    if (await acknowledge.isVisible()) {
      await acknowledge.click();
      await acknowledge.waitFor({ state: "detached" });
    }
    await byTest(page, "signal-comment").click();
    await page.locator(".ant-modal textarea").fill("已通知保洁对教室和卫生间消毒。");
    await page.locator(".ant-modal .ant-btn-primary").click();
    await page.locator(".ant-timeline").getByText("已通知保洁对教室和卫生间消毒。").waitFor();
    check(complaints.length === 0, `console: ${complaints.join("\n")}`);
    await close();
  },
);

journey(
  "a health officer opens a pupil's record with a reason and checks a return",
  async ({ browser, url, accounts }) => {
    const { page, close } = await device(browser, url, OFFICE);
    await signIn(page, "/desk/", accounts.health_officer);
    await overview(page);
    await page.goto("/desk/#/absences");
    await byTest(page, "absences").waitFor();
    await picture(page, "desk-absences-zh");
    await byTest(page, "absences").locator("button.link").first().click();
    await byTest(page, "reason-return_check").waitFor();
    await picture(page, "desk-reason-zh");
    await byTest(page, "reason-return_check").click();
    await page.locator("#issuer").waitFor();
    check(await page.locator('.record form button[type="submit"]').isDisabled(), "without a diagnosis no rule applies");
    await page.locator(".record .ant-tabs-tab").nth(1).click();
    await page.locator("#diagnosis").fill("诺如");
    await page.locator(".ant-select-item-option").first().click();
    await page.locator(".record button[type=submit]:visible").click();
    await page.locator(".ant-descriptions").getByText("诺如").waitFor();
    await page.locator(".record .ant-tabs-tab").nth(2).click();
    await byTest(page, "ruling").waitFor();
    await page.locator("#issuer").fill("示范县人民医院");
    await page.locator(".record button[type=submit]:visible").click();
    await page
      .locator(".record")
      .getByText(/示范县人民医院 ·/)
      .waitFor();
    await picture(page, "desk-return-zh");
    await close();
  },
);

journey("checks of a class are shown by day, corrected ones included", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.health_officer);
  await overview(page);
  await byTest(page, "cell").first().click();
  await byTest(page, "group-checks").waitFor();
  await picture(page, "desk-checks-zh");
  await close();
});

journey("the desk speaks English and fits a phone", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.health_officer);
  await overview(page);
  await byTest(page, "language").click();
  await page.getByText("Overview").first().waitFor();
  await picture(page, "desk-overview-en", true);
  await page.goto("/desk/#/signals");
  await choose(page, byTest(page, "filter-state"), "All");
  await byTest(page, "signal").first().click();
  await byTest(page, "reason").waitFor();
  await picture(page, "desk-signal-en", true);
  await page.setViewportSize(PHONE);
  await picture(page, "desk-signal-phone-en");
  await page.goto("/desk/#/overview");
  await overview(page);
  await picture(page, "desk-overview-phone-en", true);
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll(".frame *")]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.className)
      .slice(0, 5),
  );
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(over <= 0, `nothing runs off the phone's side: ${over} px, ${wide.join("; ")}`);
  await close();
});
