/* Lighthouse over some pages of a running product, each round in a browser that has seen nothing yet. What to look at comes
   as JSON on the standard input; a line of JSON for each look goes to the standard output. */
import { text } from "node:stream/consumers";
import lighthouse, { desktopConfig } from "lighthouse";
import { launch } from "puppeteer-core";

const measured = { paint: "largest-contentful-paint", blocked: "total-blocking-time", shift: "cumulative-layout-shift" };
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

const { chromium, cookie, looks } = JSON.parse(await text(process.stdin));
const browser = await launch({ executablePath: chromium, args: flags });
for (const { url, screen } of looks) {
  const context = await browser.createBrowserContext();
  await context.setCookie({ ...cookie, domain: new URL(url).hostname, httpOnly: true });
  const page = await context.newPage();
  const settings = { onlyCategories: ["performance", "accessibility"], disableStorageReset: true };
  const { lhr } = await lighthouse(url, settings, screen === "desktop" ? desktopConfig : undefined, page);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const { performance, accessibility } = lhr.categories;
  const failed = accessibility.auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score === 0).map(({ id }) => id);
  const figures = Object.entries(measured).map(([name, id]) => [name, lhr.audits[id].numericValue]);
  console.log(JSON.stringify({
    url, screen, performance: performance.score * 100, accessibility: accessibility.score * 100, ...Object.fromEntries(figures), failed,
  }));
  await context.close();
}
await browser.close();
