/* What the live stream says, as the worker passes it on to the pages; and what the pages say back. */
export const kinds = ["changed", "presence", "badge", "toast", "refresh"] as const;

export type Signal = { kind: (typeof kinds)[number] | "on" | "off"; data: string };

/** A record that a page shows; `field` while it is being edited. */
export interface Spot { object: string; id: string; field?: string }

/** Tell the server where the browser's pages are. Plain text: another origin need not be asked for leave first. */
export function beHere(url: string, token: string, spots: Spot[]): void {
  const body = JSON.stringify({ token, spots });
  void fetch(`${url}/here`, { method: "POST", body, credentials: "include", keepalive: true }).catch(() => undefined);
}
