// Writes client/schema.d.ts from the server's contract; with --check it only compares and fails when they differ.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const contract = process.env.XD_OPENAPI ?? fileURLToPath(new URL("../../api/openapi.json", import.meta.url));
const target = fileURLToPath(new URL("./schema.d.ts", import.meta.url));
const header = "// Generated from api/openapi.json by `npm run client`. Do not edit.\n\n";

const schema = JSON.parse(await readFile(contract, "utf8"));
// A field with a default may be left out of a request.
const text = header + astToString(await openapiTS(schema, { defaultNonNullable: false }));
if (!process.argv.includes("--check")) {
  await writeFile(target, text);
} else if ((await readFile(target, "utf8")) !== text) {
  console.error("web/client/schema.d.ts does not match api/openapi.json: run `npm run client` in web/");
  process.exit(1);
}
