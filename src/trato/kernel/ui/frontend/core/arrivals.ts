/* Records that come into a view from elsewhere: drawn at once where nobody is at work in it, else told by a button. */
import { reloadView, type Change } from "./changes";
import { later, make } from "./dom";
import { held } from "./editor";
import { t } from "./strings";

const patience = 400;

export class Arrivals {
  private readonly ids = new Set<string>();
  private button: HTMLButtonElement | null = null;

  /** `scroller` is what scrolls in `host`; `idle` tells that nothing is chosen in it. */
  constructor(private readonly host: HTMLElement, private readonly scroller: () => HTMLElement | null, private readonly idle: () => boolean) {}

  /** A record changed that the view does not show: if it is new it may belong here. */
  take(change: Change): void {
    if (change.version !== 1) return;
    this.ids.add(change.id);
    this.showSoon();
  }

  private get calm(): boolean {
    const { host } = this;
    return !document.hidden && !host.querySelector(held) && !host.contains(document.activeElement) && this.idle() && (this.scroller()?.scrollTop ?? 0) < 8;
  }

  private readonly showSoon = later(() => {
    if (!this.host.isConnected) return;
    if (this.calm) return reloadView();
    const words = t(this.ids.size === 1 ? "new_one" : "new_many").replace("{count}", String(this.ids.size));
    if (!this.button) {
      this.button = make("button", { type: "button", class: "button arrivals", "data-kind": "primary", "data-size": "s" });
      this.button.addEventListener("click", reloadView);
      this.host.prepend(this.button);
    }
    this.button.textContent = words;
  }, patience);
}
