/* t-menu: a button and the popover it opens; the inside may come from the server on first use. */
import htmx from "htmx.org";
import { firstControl, from, parse } from "../core/dom";
import { place, steer } from "../core/floats";
import { request } from "../core/http";
import { mark } from "../core/theme";

export class Menu extends HTMLElement {
  private filled = false;

  private get button(): HTMLElement | null {
    return this.querySelector("button, a.button");
  }

  private get pop(): HTMLElement | null {
    return this.querySelector("[popover]");
  }

  connectedCallback(): void {
    this.button?.setAttribute("aria-expanded", "false");
    this.addEventListener("click", this.onClick);
    this.addEventListener("keydown", this.onKey);
    this.pop?.addEventListener("toggle", this.onToggle);
  }

  async open(): Promise<void> {
    const { button, pop } = this;
    if (!button || !pop || pop.matches(":popover-open")) return;
    await this.fill(pop);
    pop.showPopover();
    place(pop, button);
    mark(pop);
    (this.items()[0] ?? firstControl(pop))?.focus({ preventScroll: true });
  }

  private async fill(pop: HTMLElement): Promise<void> {
    const url = this.dataset["url"];
    if (!url || (this.filled && this.dataset["fresh"] === undefined)) return;
    const answer = await request(url);
    if (!answer.ok) return;
    pop.replaceChildren(parse(answer.html));
    htmx.process(pop);
    this.filled = true;
  }

  private items(): HTMLElement[] {
    return [...(this.pop?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"], :disabled)') ?? [])];
  }

  private readonly onToggle = (event: Event): void => {
    const open = (event as ToggleEvent).newState === "open";
    this.button?.setAttribute("aria-expanded", String(open));
    if (!open && this.pop?.contains(document.activeElement)) this.button?.focus();
  };

  private readonly onClick = (event: MouseEvent): void => {
    const { button, pop } = this;
    if (button?.contains(event.target as Node)) {
      event.preventDefault();
      if (pop?.matches(":popover-open")) pop.hidePopover();
      else void this.open();
    } else if (from(event, '[role="menuitem"], [data-close]') && pop?.matches(":popover-open")) {
      pop.hidePopover();
    }
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { pop } = this;
    if (event.key === "ArrowDown" && this.button?.contains(event.target as Node)) {
      event.preventDefault();
      void this.open();
    } else if (pop?.matches(":popover-open") && pop.getAttribute("role") === "menu" && !(event.target instanceof HTMLInputElement)) {
      if (steer(event, this.items())) event.stopPropagation();
      else if (event.key === "Tab") pop.hidePopover();
    }
  };
}
