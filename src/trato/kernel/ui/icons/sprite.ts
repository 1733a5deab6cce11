/* One SVG sprite from the icon set: our name for a thing → the set's drawing of it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import names from "./names.json" with { type: "json" };

const folder = dirname(createRequire(import.meta.url).resolve("@tabler/icons/outline/home.svg"));
const blank = /<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/;

/** The body of one drawing: stroke, colour and caps are left to `.icon` in the style sheet. */
function body(drawing: string): string {
  const svg = readFileSync(join(folder, `${drawing}.svg`), "utf8");
  return svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(blank, "").replace(/\s*\n\s*/g, "");
}

export function sprite(): string {
  const symbols = Object.entries(names).map(([name, drawing]) => `<symbol id="i-${name}" viewBox="0 0 24 24">${body(drawing)}</symbol>`);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}
