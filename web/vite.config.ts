import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type PluginOption } from "vite";
import { serviceWorker } from "./field/sw-plugin.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The mock answers the API from memory, for work on the pages without a server. It is never part of a build. */
async function mock(): Promise<PluginOption[]> {
  if (!process.env.XD_MOCK) return [];
  const { mockApi } = await import("./dev-mock/plugin.ts");
  return [mockApi()];
}

export default defineConfig(async () => ({
  root: here("."),
  plugins: [react(), serviceWorker(), ...(await mock())],
  server: { fs: { allow: [here(".."), here(".")] } },
  build: {
    outDir: here("./dist"),
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 1600,
    rollupOptions: {
      input: { root: here("./index.html"), desk: here("./desk/index.html"), field: here("./field/index.html") },
    },
  },
  test: { root: here("."), include: ["{client,shared,desk,field}/**/*.test.ts"], environment: "node" },
}));
