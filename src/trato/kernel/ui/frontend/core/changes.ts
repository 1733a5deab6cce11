/* What changed elsewhere, as the live stream and the answers of verbs tell it. */
import htmx from "htmx.org";
import { held } from "./editor";
import { request } from "./http";

export interface Change { object: string; id: string; version?: number }

export interface Presence { object: string; id: string; field?: string; users: { name: string; initials: string; hue: number }[] }

export function changesOf(event: Event): Change[] {
  const detail = (event as CustomEvent<Change | { items: Change[] }>).detail;
  return "items" in detail ? detail.items : [detail];
}

/** Draw the view of many records again, at the address shown. Not while a value is being edited in it. */
export function reloadView(): void {
  const view = document.getElementById("view");
  if (!view || view.querySelector(held)) return;
  void htmx.ajax("GET", location.pathname + location.search, { source: view, target: view, swap: "outerHTML" });
}

/** Counts in the shell: notifications, tasks. */
export function onBadge(event: Event): void {
  const { name, count, news } = (event as CustomEvent<{ name: string; count: number; news?: boolean }>).detail;
  for (const badge of document.querySelectorAll<HTMLElement>(`[data-badge="${CSS.escape(name)}"]`)) {
    badge.textContent = String(count);
    badge.hidden = count === 0;
  }
  if (news && !document.hidden) void request("/inbox/news", { quiet: true });
}

/** Who else is on the record that a page shows. */
export function onPresence(event: Event): void {
  const { object, id, field, users } = (event as CustomEvent<Presence>).detail;
  const main = document.getElementById("main")?.dataset;
  const place = document.querySelector<HTMLElement>("[data-presence]");
  if (!place || field || main?.["object"] !== object || main["id"] !== id) return;
  place.replaceChildren(...users.map((user) => {
    const avatar = document.createElement("span");
    Object.assign(avatar, { className: "avatar", title: user.name, textContent: user.initials });
    Object.assign(avatar.dataset, { hue: String(user.hue), size: "m", live: "" });
    avatar.setAttribute("role", "img");
    avatar.setAttribute("aria-label", user.name);
    return avatar;
  }));
}
