import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";
import { sprite } from "./src/trato/kernel/ui/icons/sprite.ts";

const frontend = resolve("src/trato/kernel/ui/frontend");
const dist = resolve("src/trato/kernel/ui/static/dist");
const budget = 75_000;

/** The icons as one file with a hash in its name, listed in the manifest as `icons.svg`. */
function icons(): Plugin {
  return {
    name: "trato-icons",
    buildStart() {
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source: sprite() });
    },
  };
}

type Manifest = Record<string, { file: string; css?: string[]; imports?: string[] }>;

/** What the first view of a table page weighs, compressed: over the budget the build fails. Other pages may need twice as much. */
function weigh(): Plugin {
  return {
    name: "trato-weigh",
    closeBundle() {
      const manifest = JSON.parse(readFileSync(resolve(dist, "manifest.json"), "utf8")) as Manifest;
      const size = (file: string): number => gzipSync(readFileSync(resolve(dist, file))).length;
      const files = (key: string, seen = new Set<string>()): Set<string> => {
        const chunk = manifest[key];
        if (!chunk || seen.has(chunk.file)) return seen;
        [chunk.file, ...(chunk.css ?? [])].forEach((file) => seen.add(file));
        (chunk.imports ?? []).forEach((next) => files(next, seen));
        return seen;
      };
      const entries = ["app.ts", "record.ts", "insight.ts", "pages.ts"];
      const weights = entries.map((entry) => [entry, [...files(entry)].reduce((sum, file) => sum + size(file), 0)] as const);
      for (const [entry, bytes] of weights) console.log(`${entry.padEnd(12)} ${(bytes / 1000).toFixed(1)} kB compressed`);
      const table = weights.find(([entry]) => entry === "app.ts")?.[1] ?? 0;
      if (table > budget) throw new Error(`A table page weighs ${table} bytes, more than ${budget}.`);
    },
  };
}

/** The calendar brings a font for three arrows, as data, which the pages' policy forbids; ours are letters. */
function withoutFont(): Plugin {
  return {
    name: "trato-without-font",
    transform: (code, id) => (id.includes("@fullcalendar/core") ? { code: code.replace(/@font-face\{[^}]*\}/g, ""), map: null } : null),
  };
}

export default defineConfig({
  root: frontend,
  base: "./",
  publicDir: false,
  plugins: [icons(), withoutFont(), weigh()],
  worker: { format: "es" },
  build: {
    outDir: dist,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      input: ["app.ts", "record.ts", "insight.ts", "calendar.ts", "pages.ts", "catalogue.ts", "form.ts", "offline/sw.ts"].map((file) => resolve(frontend, file)),
      output: { entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
    },
  },
});
