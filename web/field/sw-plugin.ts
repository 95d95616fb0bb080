import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin, Rollup } from "vite";

/** Every file the phone's page needs: its entry chunk, what that imports, and their styles. */
function shellOf(bundle: Rollup.OutputBundle): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (found.has(name) || chunk?.type !== "chunk") return;
    found.add(name);
    chunk.viteMetadata?.importedCss.forEach((css) => found.add(css));
    [...chunk.imports, ...chunk.dynamicImports].forEach(visit);
  };
  for (const [name, item] of Object.entries(bundle)) {
    if (item.type === "chunk" && item.isEntry && item.name === "field") visit(name);
  }
  return [...found].sort().map((name) => `/${name}`);
}

/** Emits /field/sw.js with the list of files to keep. The list's hash names the cache, so a new build replaces the old. */
export function serviceWorker(): Plugin {
  const source = fileURLToPath(new URL("./sw.js", import.meta.url));
  return {
    name: "xd-service-worker",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files = ["/field/", ...shellOf(bundle), "/icon.svg", "/field/manifest.webmanifest"];
        const html = bundle["field/index.html"];
        const stamp = createHash("sha256").update(JSON.stringify(files));
        if (html?.type === "asset") stamp.update(html.source);
        const text = readFileSync(source, "utf8")
          .replace("__VERSION__", stamp.digest("hex").slice(0, 12))
          .replace("[/* FILES */]", JSON.stringify(files));
        this.emitFile({ type: "asset", fileName: "field/sw.js", source: text });
      },
    },
  };
}
