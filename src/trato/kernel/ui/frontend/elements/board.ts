/* t-board: cards in lanes. A drop is the verb "move": the server may refuse it or ask for more, and then the card
   goes back to where it was. By keyboard: arrows walk, `m` moves, `x` chooses. */
import htmx from "htmx.org";
import type Sortable from "sortablejs";
import { Arrivals } from "../core/arrivals";
import { changesOf, reloadView } from "../core/changes";
import { from, later, make, parse, typing } from "../core/dom";
import { land, popUp, steer } from "../core/floats";
import { request } from "../core/http";
import { teach } from "../core/keys";
import { More } from "../core/more";
import { number, t } from "../core/strings";
import { Selection } from "./grid/selection";

const ahead = "400px";
const manyCards = 25;

teach("t-board", [["j", "key_down"], ["k", "key_up"], ["arrowright", "key_lane"], ["m", "key_move"], ["x", "key_select"], ["enter", "key_open"], ["escape", "key_clear"]]);

export class Board extends HTMLElement {
  private readonly more = new More((html, place) => this.follow(html, place), ahead);
  private sortables: Sortable[] = [];
  private selection!: Selection;
  private readonly arrivals = new Arrivals(this, () => this, () => !document.querySelector(".sortable-drag, .sortable-fallback"));
  private readonly totalsSoon = later(() => void this.totals(), 250);

  connectedCallback(): void {
    this.selection = new Selection(this);
    this.addEventListener("keydown", this.onKey);
    document.addEventListener("keydown", this.onPageKey);
    document.addEventListener("trato:changed", this.onChanged);
    this.querySelectorAll("li.more").forEach((place) => this.more.watch(place));
    void this.arm();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onPageKey);
    document.removeEventListener("trato:changed", this.onChanged);
    this.more.stop();
    this.sortables.forEach((sortable) => sortable.destroy());
  }

  private lists(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("ul[data-cards]")];
  }

  private lane(card: Element): HTMLElement | null {
    return card.closest<HTMLElement>(".lane");
  }

  private async arm(): Promise<void> {
    const { default: sortable } = await import("sortablejs");
    if (!this.isConnected) return;
    this.sortables = this.lists().map((list) => sortable.create(list, {
      group: "cards", draggable: "li[data-id]", filter: "[data-fixed], .more, .check", preventOnFilter: false, animation: 150,
      delay: 180, delayOnTouchOnly: true, touchStartThreshold: 5, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4,
      onMove: (event) => {
        this.mark(event.to);
        return !event.related.classList.contains("more") || event.willInsertAfter !== true;
      },
      onEnd: (event) => {
        this.mark(null);
        if (event.from === event.to && event.oldIndex === event.newIndex) return;
        const back = event.from.children[event.oldIndex ?? 0] ?? null;
        void this.move(event.item, event.from, event.from === event.to && (event.newIndex ?? 0) < (event.oldIndex ?? 0) ? back?.nextElementSibling ?? null : back);
      },
    }));
    this.dataset["state"] = "ready";
  }

  private mark(list: HTMLElement | null): void {
    for (const lane of this.querySelectorAll<HTMLElement>(".lane")) {
      if (list && lane.contains(list)) lane.dataset["state"] = "over";
      else delete lane.dataset["state"];
    }
  }

  /** The card already lies in its new lane; tell the server, and put it back if it says no. */
  private async move(card: HTMLElement, home: HTMLElement, before: Element | null): Promise<void> {
    const lane = this.lane(card);
    if (!lane) return;
    card.dataset["state"] = "saving";
    this.count(home, -1);
    this.count(lane, 1);
    const body = new URLSearchParams({
      [this.dataset["field"] ?? "stage"]: lane.dataset["lane"] ?? "",
      version: card.dataset["version"] ?? "",
      after: card.previousElementSibling instanceof HTMLElement ? card.previousElementSibling.dataset["id"] ?? "" : "",
    });
    const answer = await request(`${card.dataset["url"]}/${this.dataset["moves"] ?? "actions/move"}${this.dataset["query"] ?? ""}`, { body, lasting: true });
    delete card.dataset["state"];
    if (answer.ok) {
      this.take(answer.html, card);
    } else {
      home.insertBefore(card, before?.parentElement === home ? before : null);
      this.count(home, 1);
      this.count(lane, -1);
      if (answer.status === 422 && answer.html.trim()) land(answer.html);
      if (card.isConnected) this.linkOf(card)?.focus();
    }
    this.totalsSoon();
  }

  private count(inside: Element, by: number): void {
    const place = this.lane(inside)?.querySelector<HTMLElement>("[data-lane-count]");
    const shown = Number((place?.textContent ?? "").replace(/\D/g, ""));
    if (place && /^[\d.,\s\u00a0\u202f]+$/.test(place.textContent ?? "")) place.textContent = number(shown + by);
  }

  /** A card, and lane heads if the server sent them. */
  private take(html: string, card?: HTMLElement): void {
    for (const element of [...parse(html).children] as HTMLElement[]) {
      if (element.matches("header[data-lane]")) this.exchangeHead(element);
      else if (element.matches("li[data-id]")) this.exchangeCard(element, card);
    }
  }

  private exchangeHead(head: HTMLElement): void {
    const old = this.querySelector(`.lane > header[data-lane="${CSS.escape(head.dataset["lane"] ?? "")}"]`);
    if (!old || old.contains(document.activeElement)) return;
    old.replaceWith(head);
    htmx.process(head);
  }

  private exchangeCard(fresh: HTMLElement, known?: HTMLElement): void {
    const old = known ?? this.querySelector<HTMLElement>(`li[data-id="${CSS.escape(fresh.dataset["id"] ?? "")}"]`);
    const focused = old?.contains(document.activeElement) ?? false;
    const key = fresh.dataset["lane"];
    const lane = key === undefined ? null : this.querySelector(`.lane[data-lane="${CSS.escape(key)}"]`);
    if (old && (key === undefined || this.lane(old) === lane)) old.replaceWith(fresh);
    else {
      old?.remove();
      lane?.querySelector("ul[data-cards]")?.prepend(fresh);
    }
    htmx.process(fresh);
    this.selection.show([fresh]);
    fresh.dataset["state"] = "changed";
    setTimeout(() => delete fresh.dataset["state"], 700);
    if (focused) this.linkOf(fresh)?.focus();
  }

  private async totals(): Promise<void> {
    const url = this.dataset["totalsUrl"];
    if (!url) return;
    const answer = await request(url, { quiet: true });
    if (answer.ok && this.isConnected) this.take(answer.html);
  }

  private readonly onChanged = (event: Event): void => {
    const cards: HTMLElement[] = [];
    for (const change of changesOf(event)) {
      if (change.object !== this.dataset["object"]) continue;
      const card = this.querySelector<HTMLElement>(`li[data-id="${CSS.escape(change.id)}"]`);
      if (!card) this.arrivals.take(change);
      if (card && !(change.version !== undefined && Number(card.dataset["version"]) >= change.version)) cards.push(card);
      this.totalsSoon();
    }
    if (cards.length > manyCards) return reloadView();
    cards.filter((card) => card.dataset["state"] !== "saving").forEach((card) => void this.refresh(card));
  };

  private async refresh(card: HTMLElement): Promise<void> {
    const answer = await request(`${card.dataset["url"]}/card${this.dataset["query"] ?? ""}`, { quiet: true });
    if (answer.status === 404 || answer.status === 410) card.remove();
    else if (answer.ok && !document.querySelector(".sortable-drag, .sortable-fallback")) this.take(answer.html, card);
  }

  private follow(html: string, place: HTMLElement): void {
    const items = [...parse(html).querySelectorAll("li")].filter((item) => !this.querySelector(`li[data-id="${CSS.escape(item.dataset["id"] ?? "-")}"]`));
    place.replaceWith(...items);
    for (const item of items) {
      if (item.classList.contains("more")) this.more.watch(item);
      else htmx.process(item);
    }
  }

  private linkOf(card: Element | null | undefined): HTMLElement | null {
    return card?.querySelector<HTMLElement>("h3 a") ?? null;
  }

  private readonly onPageKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !["j", "k"].includes(event.key)) return;
    if (document.querySelector("dialog:modal, [popover]:popover-open:not(.toasts)")) return;
    this.linkOf(this.querySelector("li[data-id]"))?.focus();
    event.preventDefault();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const card = from(event, "li[data-id]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const focus = (target: Element | null | undefined): void => {
      const link = this.linkOf(target);
      link?.focus();
      link?.closest("li")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    if (event.key === "ArrowDown" || event.key === "j") focus(card.nextElementSibling);
    else if (event.key === "ArrowUp" || event.key === "k") focus(card.previousElementSibling);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") focus(this.beside(card, event.key === "ArrowRight" ? 1 : -1));
    else if (event.key === "m" && card.dataset["fixed"] === undefined) this.choose(card);
    else if (event.key === "x") this.selection.toggle(card);
    else if (event.key === "Escape" && !this.selection.empty) this.selection.clear();
    else return;
    event.preventDefault();
  };

  /** The card at the same height in the next lane that has one. */
  private beside(card: HTMLElement, way: 1 | -1): Element | undefined {
    const lists = this.lists();
    const at = lists.findIndex((list) => list.contains(card));
    const index = [...(card.parentElement?.children ?? [])].indexOf(card);
    for (let next = at + way; next >= 0 && next < lists.length; next += way) {
      const cards = [...(lists[next]?.querySelectorAll("li[data-id]") ?? [])];
      if (cards.length) return cards[Math.min(index, cards.length - 1)];
    }
    return undefined;
  }

  private choose(card: HTMLElement): void {
    const anchor = this.linkOf(card) ?? card;
    const menu = make("div", { class: "menu", role: "menu", "aria-label": t("move_to") }, make("div", { class: "title" }, t("move_to")));
    for (const list of this.lists()) {
      const lane = this.lane(list);
      if (!lane || lane.contains(card)) continue;
      const name = lane.querySelector("h2")?.cloneNode(true) as HTMLElement | undefined;
      name?.querySelector(".count")?.remove();
      const item = make("button", { type: "button", role: "menuitem" }, ...(name?.childNodes ?? []));
      item.addEventListener("click", () => {
        menu.hidePopover();
        const home = card.parentElement as HTMLElement;
        const before = card.nextElementSibling;
        list.prepend(card);
        this.linkOf(card)?.focus();
        void this.move(card, home, before);
      });
      menu.append(item);
    }
    menu.addEventListener("keydown", (event) => {
      if (steer(event, [...menu.querySelectorAll("button")])) event.stopPropagation();
    });
    popUp(menu, anchor);
    menu.querySelector("button")?.focus();
  }
}
