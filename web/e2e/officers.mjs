import { byTest, choose, device, OFFICE, picture, signIn } from "./lib/browser.mjs";
import { check, journey } from "./lib/runner.mjs";

journey("a county officer sees schools, drills down, and sees no names", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.county_officer);
  await byTest(page, "units").locator("tbody tr.ant-table-row").first().waitFor();
  await byTest(page, "curve").locator('svg path[fill="#0f5e6b"]').first().waitFor({ state: "attached" });
  await picture(page, "desk-county-zh", true);
  await page.goto("/desk/#/signals");
  await choose(page, byTest(page, "filter-state"), "全部");
  await page.locator(".cluster .more").first().click();
  await byTest(page, "signal").filter({ hasText: "EW-01" }).first().click();
  const rows = byTest(page, "persons").locator("tbody tr.ant-table-row");
  await rows.first().waitFor();
  const shown = (await rows.allInnerTexts()).join("\n");
  check(/\d 号|姓名不可见/.test(shown), `names are hidden from the county: ${shown}`);
  await page.goto("/desk/#/overview");
  await byTest(page, "units").locator("button.link").first().click();
  await byTest(page, "cell").first().waitFor();
  await close();
});

journey("a principal sees the school and may hand a signal on", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.principal);
  await byTest(page, "figures").waitFor();
  await byTest(page, "cell").first().waitFor();
  await close();
});

journey(
  "unknown and foreign things are not found, forbidden ones refused, in words",
  async ({ browser, url, accounts }) => {
    const { page, close } = await device(browser, url, OFFICE);
    await signIn(page, "/desk/", accounts.principal);
    await byTest(page, "figures").waitFor();
    await page.goto("/desk/#/signals/00000000-0000-7000-8000-000000000000");
    await byTest(page, "problem").waitFor();
    check(/没有找到/.test(await byTest(page, "problem").innerText()), "not found, in words");
    await picture(page, "desk-not-found-zh");
    await page.goto("/desk/#/accounts");
    await page.locator(".ant-result").waitFor();
    check(!(await byTest(page, "accounts").isVisible()), "a principal has no accounts page");
    const refused = await page.evaluate(async () => {
      const me = await (await fetch("/api/v1/session")).json();
      return (await fetch(`/api/v1/audit?unit=${me.grants[0].unit.id}`)).status;
    });
    check([403, 404].includes(refused), `audit answered ${refused}`);
    await close();
  },
);

journey("a wrong password is refused in words", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  await page.goto("/desk/");
  await page.locator("#username").fill(accounts.principal.username);
  await page.locator("#password").fill("not-the-password");
  await page.locator('button[type="submit"]').click();
  await byTest(page, "problem").waitFor();
  check(/账号或密码不对/.test(await byTest(page, "problem").innerText()), "the words");
  await close();
});

journey("an officer changes the password: the old one no longer opens", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  const account = accounts.city_officer;
  await signIn(page, "/desk/", account);
  await byTest(page, "account").click();
  await page.getByText("修改密码").click();
  const next = "Yi-ju-hao-ji-de-hua";
  const fill = async (current, again) => {
    await page.locator("#password_current").fill(current);
    await page.locator("#password_next").fill(next);
    await page.locator("#password_again").fill(again);
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
  };
  await fill(account.password, "something else");
  await page.getByText("两次输入的新密码不一致").waitFor();
  await picture(page, "desk-password-change-zh");
  await fill("not-the-password", next);
  await page.locator(".ant-modal").getByText("原密码不对").waitFor();
  await fill(account.password, next);
  await page.locator(".ant-modal").waitFor({ state: "hidden" });
  const sign = (password) =>
    page.evaluate(
      async (body) =>
        (await fetch("/api/v1/session", { method: "POST", headers: { "content-type": "application/json" }, body }))
          .status,
      JSON.stringify({ username: account.username, password }),
    );
  check((await sign(account.password)) === 401, "the old password is refused");
  check((await sign(next)) === 200, "the new one opens");
  account.password = next;
  await close();
});

journey("a security officer creates an account whose password is shown once", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.security_officer);
  await byTest(page, "accounts").waitFor();
  await picture(page, "desk-accounts-zh");
  await page.locator(".ant-card-extra .ant-btn-primary").click();
  await page.locator("#username").fill(`teacher.${Date.now() % 100000}`);
  await page.locator(".ant-modal .ant-select").first().click();
  await page.locator(".ant-select-item-option").first().click();
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await byTest(page, "password").waitFor();
  await picture(page, "desk-password-zh");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await byTest(page, "password").waitFor({ state: "detached" });
  await close();
});

journey("an auditor reads the log and nothing else", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, OFFICE);
  await signIn(page, "/desk/", accounts.auditor);
  await byTest(page, "audit").locator("tbody tr.ant-table-row").first().waitFor();
  await picture(page, "desk-audit-zh");
  check((await page.locator(".side .ant-menu-item").count()) === 1, "one page only");
  await close();
});
