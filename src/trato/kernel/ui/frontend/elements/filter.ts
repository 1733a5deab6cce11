/* t-filter: the filter as chips that read as a sentence. A click on a part opens the server's menu for it; every
   change is a change of the JSON, and the view is drawn again at its new address. */
import htmx from "htmx.org";
import { firstControl, from, later, parse } from "../core/dom";
import { popUp, steer } from "../core/floats";
import { request, withQuery } from "../core/http";
import { addTo, conditionAt, removeAt, replaceAt, rooted, toggleJoin, written, type Condition, type Group } from "./filter/tree";

type Part = "field" | "op" | "value" | "join" | "add" | "remove";

/** The condition being made or changed: where it is, or in which group it will be. */
interface Draft { path: string | null; into: string; condition: Condition }

const wait = 150;

export class Filter extends HTMLElement {
  private root: Group = { all: [] };

  private get holder(): HTMLInputElement | null {
    return this.querySelector('input[name="filter"]');
  }

  connectedCallback(): void {
    this.root = rooted(this.holder?.value ?? "");
    this.addEventListener("click", this.onClick);
    this.addEventListener("keydown", this.onKey);
  }

  private readonly onClick = (event: MouseEvent): void => {
    const button = from(event, "button[data-part]");
    if (!button || !this.contains(button)) return;
    const path = button.dataset["path"] ?? button.closest<HTMLElement>("[data-path]")?.dataset["path"] ?? "";
    const draft: Draft = { path, into: "", condition: { ...conditionAt(this.root, path) } };
    switch (button.dataset["part"] as Part) {
      case "remove": removeAt(this.root, path); return this.go(button);
      case "join": toggleJoin(this.root, path); return this.go(button);
      case "add": return void this.askField({ path: null, into: path, condition: {} }, button);
      case "field": return void this.askField(draft, button);
      case "op": return void this.askVerb(draft, button);
      case "value": return void this.askValue(draft, button);
    }
  };

  /** Arrows walk the sentence, Backspace and Delete take a chip out. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const button = from(event, "button[data-part]");
    if (!button || from(event, "[popover]")) return;
    const buttons = [...this.querySelectorAll<HTMLElement>("button[data-part]")];
    const at = buttons.indexOf(button);
    if (event.key === "ArrowRight") buttons[at + 1]?.focus();
    else if (event.key === "ArrowLeft") buttons[at - 1]?.focus();
    else if ((event.key === "Backspace" || event.key === "Delete") && button.closest(".chip")) button.closest(".chip")?.querySelector<HTMLElement>('[data-part="remove"]')?.click();
    else return;
    event.preventDefault();
  };

  private show(float: HTMLElement, anchor: HTMLElement): void {
    const chip = anchor.closest<HTMLElement>(".chip");
    if (chip) chip.dataset["state"] = "open";
    anchor.setAttribute("aria-expanded", "true");
    popUp(float, anchor, () => {
      delete chip?.dataset["state"];
      anchor.removeAttribute("aria-expanded");
    });
    firstControl(float)?.focus();
    float.addEventListener("keydown", (event) => {
      if (event.target instanceof HTMLInputElement && event.key !== "ArrowDown") return;
      steer(event, [...float.querySelectorAll<HTMLElement>('[role^="menuitem"]')]);
    });
  }

  private async fetch(url: string | undefined, values: Record<string, string>): Promise<HTMLElement | null> {
    if (!url) return null;
    const answer = await request(withQuery(url, values));
    return answer.ok ? parse(answer.html).querySelector<HTMLElement>(".menu") : null;
  }

  private async askField(draft: Draft, anchor: HTMLElement, through = ""): Promise<void> {
    const menu = await this.fetch(this.dataset["fieldsUrl"], { through });
    if (!menu) return;
    const again = later(async (query: string) => {
      const fresh = await this.fetch(this.dataset["fieldsUrl"], { through, q: query });
      const keep = menu.querySelector(".ask");
      if (fresh) menu.replaceChildren(...(keep ? [keep] : []), ...[...fresh.childNodes].filter((node) => !(node instanceof Element && node.matches(".ask"))));
    }, wait);
    menu.addEventListener("input", (event) => again((event.target as HTMLInputElement).value.trim()));
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target instanceof HTMLInputElement) menu.querySelector<HTMLElement>('[role^="menuitem"]')?.click();
    });
    menu.addEventListener("click", (event) => {
      const item = from(event, '[role^="menuitem"]');
      if (!item) return;
      const { field, op, group, condition } = item.dataset;
      menu.hidePopover();
      if (item.dataset["through"]) return void this.askField(draft, anchor, item.dataset["through"]);
      if (condition) return this.apply({ ...draft, condition: JSON.parse(condition) as Condition }, anchor);
      if (group) return void this.askField({ path: null, into: addTo(this.root, draft.into, { [group]: [] }), condition: {} }, anchor);
      draft.condition = { ...(field && { field }), op: op ?? "is" };
      void this.askValue(draft, anchor);
    });
    this.show(menu, anchor);
  }

  private async askVerb(draft: Draft, anchor: HTMLElement): Promise<void> {
    const { field = "", op = "" } = draft.condition;
    const menu = await this.fetch(this.dataset["valueUrl"], { part: "op", field, op });
    if (!menu) return;
    menu.addEventListener("click", (event) => {
      const item = from(event, '[role^="menuitem"]');
      if (!item) return;
      menu.hidePopover();
      const keep = item.dataset["keep"] !== undefined;
      const { value, ...rest } = draft.condition;
      draft.condition = { ...rest, ...(keep && value !== undefined && { value }), op: item.dataset["op"] ?? "is" };
      if (keep) this.apply(draft, anchor);
      else void this.askValue(draft, anchor);
    });
    this.show(menu, anchor);
  }

  private async askValue(draft: Draft, anchor: HTMLElement): Promise<void> {
    const { field = "", op = "", value } = draft.condition;
    const form = await this.fetch(this.dataset["valueUrl"], { part: "value", field, op, value: value === undefined ? "" : JSON.stringify(value) });
    if (!(form instanceof HTMLFormElement)) return;
    if (form.dataset["shape"] === "none") return this.apply({ ...draft, condition: { ...draft.condition, value: undefined } }, anchor);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const next = shape(form, draft.condition);
      if (!next) return;
      form.hidePopover();
      this.apply({ ...draft, condition: next }, anchor);
    });
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLElement && event.target.dataset["commit"] === "change") form.requestSubmit();
    });
    this.show(form, anchor);
  }

  private apply(draft: Draft, anchor: HTMLElement): void {
    const condition = Object.fromEntries(Object.entries(draft.condition).filter(([, value]) => value !== undefined)) as Condition;
    if (draft.path === null) addTo(this.root, draft.into, condition);
    else replaceAt(this.root, draft.path, condition);
    this.go(anchor);
  }

  /** Draw the view at the address of the new filter; the focus comes back to the same place in the sentence. */
  private go(anchor: HTMLElement): void {
    const filter = written(this.root);
    if (this.holder) this.holder.value = filter;
    const part = anchor.dataset["part"];
    const path = anchor.dataset["path"] ?? anchor.closest<HTMLElement>("[data-path]")?.dataset["path"] ?? "";
    const url = withQuery(this.dataset["url"] ?? location.href, { filter: filter || this.dataset["none"] || "", cursor: null });
    const target = this.dataset["target"] ?? "#view";
    void htmx.ajax("GET", url, { source: this, target, swap: "outerHTML", push: "true" }).then(() => {
      const filterNow = document.querySelector("t-filter");
      const places = [...(filterNow?.querySelectorAll<HTMLElement>(`[data-part="${part}"]`) ?? [])];
      const same = places.find((place) => (place.dataset["path"] ?? place.closest<HTMLElement>("[data-path]")?.dataset["path"]) === path);
      (same ?? filterNow?.querySelector<HTMLElement>('[data-part="add"][data-path=""]'))?.focus({ preventScroll: true });
    });
  }
}

const number = (text: string): number | null => (text.trim() === "" || Number.isNaN(Number(text)) ? null : Number(text));

/** The condition that the form's controls say; null when something is missing. */
export function shape(form: HTMLFormElement, condition: Condition): Condition | null {
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? "").trim();
  const bound = (name: string): string | number => (form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.type === "number" ? number(text(name)) ?? "" : text(name));
  switch (form.dataset["shape"]) {
    case "list": {
      const values = data.getAll("value").map(String).filter(Boolean);
      return values.length ? { ...condition, value: values } : null;
    }
    case "number": {
      const value = number(text("value"));
      return value === null ? null : { ...condition, value };
    }
    case "between": {
      const [low, high] = [bound("from"), bound("to")];
      return low === "" || high === "" ? null : { ...condition, value: [low, high] };
    }
    case "within": return { ...condition, value: { [text("direction") || "last"]: number(text("n")) ?? 1, unit: text("unit") || "day" } };
    case "json": return text("value") ? { ...condition, value: JSON.parse(text("value")) as unknown } : null;
    case "condition": return text("value") ? (JSON.parse(text("value")) as Condition) : null;
    default: return text("value") ? { ...condition, value: text("value") } : null;
  }
}
