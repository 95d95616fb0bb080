import { byTest, device, PHONE, picture, signIn } from "./lib/browser.mjs";
import { journey } from "./lib/runner.mjs";

journey("a guardian tells the teacher in three taps", async ({ browser, url, accounts }) => {
  const { page, close } = await device(browser, url, PHONE);
  await signIn(page, "/field/", accounts.guardian);
  await byTest(page, "ward").first().waitFor();
  await picture(page, "field-wards-zh");
  await byTest(page, "ward").first().click();
  await page.locator('[data-kind="absent_ill"]').click();
  await picture(page, "field-message-zh");
  await byTest(page, "send-message").click();
  await page.locator('[data-testid="status"].good').waitFor();
  await close();
});
