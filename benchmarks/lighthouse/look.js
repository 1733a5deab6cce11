/* Lighthouse over some pages of a running product, each round in a browser that has seen nothing yet. What to look at comes
   as JSON on the standard input; a line of JSON for each look goes to the standard output. */
import { text } from "node:stream/consumers";
import lighthouse, { desktopConfig } from "lighthouse";
import { launch } from "puppeteer-core";

const measured = { paint: "largest-contentful-paint", blocked: "total-blocking-time", shift: "cumulative-layout-shift" };
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

const { chromium, cookie, looks } = JSON.parse(await text(process.stdin));
const browser = await launch({ executablePath: chromium, args: flags });

async function look(url, screen) {
  const context = await browser.createBrowserContext();
  await context.setCookie({ ...cookie, domain: new URL(url).hostname, httpOnly: true });
  const page = await context.newPage();
  const settings = { onlyCategories: ["performance", "accessibility"], disableStorageReset: true };
  const { lhr } = await lighthouse(url, settings, screen === "desktop" ? desktopConfig : undefined, page);
  await context.close();
  return lhr;
}

/** On a busy machine a trace may lack its beginning; Lighthouse then asks to be run again. */
async function patiently(url, screen, tries = 3) {
  const seen = await look(url, screen);
  if (!seen.runtimeError) return seen;
  if (tries > 1) return patiently(url, screen, tries - 1);
  throw new Error(`${url}: ${seen.runtimeError.message}`);
}

for (const { url, screen } of looks) {
  const { audits, categories: { performance, accessibility } } = await patiently(url, screen);
  const failed = accessibility.auditRefs.filter(({ id, weight }) => weight && audits[id].score === 0).map(({ id }) => id);
  const figures = Object.entries(measured).map(([name, id]) => [name, audits[id].numericValue]);
  console.log(JSON.stringify({
    url, screen, performance: performance.score * 100, accessibility: accessibility.score * 100, ...Object.fromEntries(figures), failed,
  }));
}
await browser.close();
