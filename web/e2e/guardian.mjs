import { byTest, device, PHONE, picture, signIn } from "./lib/browser.mjs";
import { check, journey } from "./lib/runner.mjs";

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

journey("a guardian's message without signal waits and is received later", async ({ browser, url, accounts }) => {
  const { page, context, close } = await device(browser, url, PHONE, "en");
  await signIn(page, "/field/", accounts.guardian);
  await byTest(page, "ward").first().click();
  await page.locator('[data-testid="message-again"], [data-kind="late"]').first().waitFor();
  if (await byTest(page, "message-again").isVisible()) await byTest(page, "message-again").click();
  await context.setOffline(true);
  await page.locator('[data-kind="late"]').click();
  await byTest(page, "send-message").click();
  await page.locator('[data-testid="status"].wait').waitFor();
  await picture(page, "field-message-waiting-en");
  await context.setOffline(false);
  await page.locator('[data-testid="status"].good').waitFor();
  check(/late/i.test(await byTest(page, "status").innerText()), "it says what was told");
  await close();
});
