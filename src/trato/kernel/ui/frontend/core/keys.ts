/* Keys for everything: a control says its own (`data-key`), elements add those they answer to, "?" shows all. */
import { from, make, shown, typing } from "./dom";
import { land } from "./floats";
import { t, type StringKey } from "./strings";

/** Keys that an element handles itself: shown in the help while one of its kind is on the page. */
const taught = new Map<string, [keys: string, label: StringKey][]>();

export function teach(selector: string, keys: [keys: string, label: StringKey][]): void {
  taught.set(selector, keys);
}

/** Keys that do something wherever no control of the page has them. */
const elsewhere = new Map<string, [label: StringKey, run: () => void]>();

export function answers(key: string, label: StringKey, run: () => void): void {
  elsewhere.set(key, [label, run]);
}

/** `j` and `k` walk the links of a list that no element takes care of (`data-walk`). */
function walk(key: string): boolean {
  const list = document.querySelector("[data-walk]");
  const links = [...(list?.querySelectorAll<HTMLElement>("li a[href]") ?? [])].filter(shown);
  if (!links.length) return false;
  const at = links.indexOf(document.activeElement as HTMLElement);
  (links[key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0)] as HTMLElement).focus();
  return true;
}

const patience = 900;
let pending = "";
let pendingUntil = 0;

function spell(event: KeyboardEvent): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  return mod + (event.altKey ? "alt+" : "") + key;
}

/** A phone has no room for the sidebar: its keys lead there all the same. */
const reached = (element: HTMLElement): boolean => shown(element) || element.matches("a[href][data-key^='g ']");

const blocked = (element: HTMLElement): boolean =>
  element.matches(":disabled, [aria-disabled='true']") || element.closest("[inert]") !== null || !reached(element);

function press(key: string): boolean {
  const scope = document.querySelector("dialog:modal") ?? document;
  const found = [...scope.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)].find((element) => !blocked(element));
  if (!found) return false;
  if (typing(found)) found.focus();
  else found.click();
  return true;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  const spelled = spell(event);
  if (typing(event.target) && !spelled.startsWith("mod+")) return;
  if (document.querySelector("[popover]:popover-open:not(.toasts)") && !spelled.startsWith("mod+")) return;
  const sequence = Date.now() < pendingUntil ? `${pending} ${spelled}` : "";
  pendingUntil = 0;
  if (sequence && press(sequence)) return event.preventDefault();
  if (spelled === "?") {
    if (!document.querySelector("dialog:modal")) showKeys();
    return event.preventDefault();
  }
  if (press(spelled)) return event.preventDefault();
  if (document.querySelector("dialog:modal")) return;
  if (["j", "k"].includes(spelled) && walk(spelled)) return event.preventDefault();
  if (document.querySelector(`[data-key^="${CSS.escape(spelled)} "]`)) {
    pending = spelled;
    pendingUntil = Date.now() + patience;
    return;
  }
  const found = elsewhere.get(spelled);
  if (!found) return;
  event.preventDefault();
  found[1]();
}

const apple = /Mac|iPhone|iPad/.test(navigator.platform);
const glyphs: Record<string, string> = {
  enter: "↵", escape: "Esc", arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→", space: "␣", tab: "Tab", shift: "⇧", mod: apple ? "⌘" : "Ctrl",
};

function caps(keys: string): HTMLElement[] {
  return keys.split(/[ +]/).map((key) => make("kbd", {}, glyphs[key] ?? (key.length === 1 ? key.toUpperCase() : key)));
}

const nameOf = (element: HTMLElement): string => {
  const own = element.cloneNode(true) as HTMLElement;
  own.querySelectorAll("kbd, svg, .count").forEach((part) => part.remove());
  return element.dataset["keyLabel"] ?? element.getAttribute("aria-label") ?? (own.textContent?.trim() || element.title);
};

function showKeys(): void {
  const groups = new Map<string, Map<string, string>>();
  const add = (group: string, keys: string, label: string): void => {
    if (!groups.has(group)) groups.set(group, new Map());
    groups.get(group)?.set(keys, label);
  };
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    if (blocked(element)) continue;
    const key = element.dataset["key"] ?? "";
    add(element.closest<HTMLElement>("[data-key-group]")?.dataset["keyGroup"] ?? (key.includes(" ") ? t("keys_go") : t("keys_page")), key, nameOf(element));
  }
  for (const [key, [label]] of elsewhere) {
    if (!document.querySelector(`[data-key="${CSS.escape(key)}"]`)) add(t("keys_page"), key, t(label));
  }
  if (document.querySelector("[data-walk] li a")) ([["j", "next_row"], ["k", "previous_row"]] as const).forEach(([key, label]) => add(t("keys_move"), key, t(label)));
  for (const [selector, keys] of taught) {
    if (document.querySelector(selector)) keys.forEach(([key, label]) => add(t("keys_move"), key, t(label)));
  }
  const parts = [...groups].map(([group, keys]) => make("section", {},
    make("h3", {}, group),
    make("dl", {}, ...[...keys].map(([key, label]) => make("div", {}, make("dt", {}, label), make("dd", {}, ...caps(key)))))));
  const list = make("div", { class: "keys-list" }, ...parts);
  const close = make("button", { type: "button", class: "button", "data-close": true }, t("close"));
  const dialog = make("dialog", { class: "dialog", "data-size": "l", "aria-labelledby": "keys-title" },
    make("h2", { id: "keys-title", tabindex: -1, autofocus: true }, t("keys")), list, make("div", { class: "button-row", "data-end": true }, close));
  land(make("t-dialog" as "div", {}, dialog));
}

export function startKeys(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => from(event, "[data-all-keys]") && showKeys());
}
