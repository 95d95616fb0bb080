// Journeys run one after another against one demonstration; each says in a sentence what it holds.
const journeys = [];

export const journey = (name, run) => journeys.push({ name, run });

export function check(holds, what) {
  if (!holds) throw new Error(what);
}

export async function runAll(world) {
  const only = process.env.XD_ONLY;
  let passed = 0;
  let failed = 0;
  for (const { name, run } of journeys) {
    if (only && !name.includes(only)) continue;
    const began = Date.now();
    try {
      await run(world);
      passed += 1;
      console.log(`  ok    ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`  FAIL  ${name}\n        ${String(error.stack ?? error).replaceAll("\n", "\n        ")}`);
    }
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}
