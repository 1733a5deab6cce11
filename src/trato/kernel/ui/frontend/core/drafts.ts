/* What was being written, kept in this browser until it is saved or thrown away: each person's own, for their eyes only. */

const all = "draft:";
const keepDays = 30;

/** Whoever signs in here next is offered nothing of another's. */
const place = (key: string): string => `${all}${document.body.dataset["user"] ?? ""}:${key}`;

interface Kept { at: number; values: Record<string, string> }

export function keepDraft(key: string, values: Record<string, string>): void {
  try {
    if (Object.values(values).some((value) => value.trim())) localStorage.setItem(place(key), JSON.stringify({ at: Date.now(), values } satisfies Kept));
    else localStorage.removeItem(place(key));
  } catch { /* storage full or forbidden: writing goes on without a safety net */ }
}

export function readDraft(key: string): Record<string, string> | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place(key)) ?? "null") as Kept | null;
    if (!kept) return null;
    if (Date.now() - kept.at < keepDays * 86_400_000) return kept.values;
    dropDraft(key);
  } catch { /* unreadable: as if there were none */ }
  return null;
}

/** When it was written last. */
export function draftedAt(key: string): number | null {
  try {
    return (JSON.parse(localStorage.getItem(place(key)) ?? "null") as Kept | null)?.at ?? null;
  } catch {
    return null;
  }
}

export function dropDraft(key: string): void {
  try {
    localStorage.removeItem(place(key));
  } catch { /* nothing was kept */ }
}

/** Signing out on a shared computer must leave nothing behind. */
export function dropAllDrafts(): void {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(all)).forEach((key) => localStorage.removeItem(key));
  } catch { /* nothing was kept */ }
}
