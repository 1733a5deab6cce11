/* One SVG sprite from the icon set: our name for a thing → the set's drawing of it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import names from "./names.json" with { type: "json" };

const folder = dirname(createRequire(import.meta.url).resolve("@tabler/icons/outline/home.svg"));
const blank = /<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/;

/** One drawing as one line, since a page draws it often: stroke, colour and caps are left to `.icon` in the style sheet. */
function line(drawing: string): string {
  const svg = readFileSync(join(folder, `${drawing}.svg`), "utf8").replace(blank, "");
  const lines = [...svg.matchAll(/<path d="([^"]+)" \/>/g)].map(([, line = ""]) => (line.startsWith("m") ? `M0 0${line}` : line));
  if (lines.length !== svg.match(/<(?!\/?svg|!--)/g)?.length) throw new Error(`The icon ${drawing} is not made of lines alone.`);
  return lines.join("");
}

export function sprite(): string {
  const symbols = Object.entries(names).map(([name, drawing]) => `<symbol id="i-${name}" viewBox="0 0 24 24"><path d="${line(drawing)}"/></symbol>`);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}
