/* The counts beside the objects in the sidebar follow what changes: soon after the first change, then now and then. */
import { request } from "./http";

const soon = 700;
const pause = 10_000;
let waiting = false;
let asked = 0;

async function ask(): Promise<void> {
  waiting = false;
  if (document.hidden) return;
  asked = Date.now();
  const answer = await request("/counts", { quiet: true });
  if (!answer.ok) return;
  const counts = JSON.parse(answer.html) as Record<string, string>;
  for (const [url, count] of Object.entries(counts)) {
    document.querySelectorAll<HTMLElement>(`[data-count="${CSS.escape(url)}"]`).forEach((place) => {
      place.textContent = count;
      place.toggleAttribute("data-none", count === "0");
    });
  }
}

/** Something changed: count again. Many changes at once are counted once. */
export function countSoon(): void {
  if (waiting || !document.querySelector("[data-count]")) return;
  waiting = true;
  setTimeout(() => void ask(), Math.max(soon, asked + pause - Date.now()));
}
