/* t-order: things in an order of one's own, carried by pointer or, with Alt and Shift and the arrows, by keys.
   `[data-items]` holds them, each `[data-item]` with its id; the server is told which one stands behind which, unless
   they are `data-local`: then their form says so. */
import type Sortable from "sortablejs";
import { from } from "../core/dom";
import { request } from "../core/http";
import { teach } from "../core/keys";

teach("t-order", [["alt+shift+arrowdown", "key_carry"]]);

export class Order extends HTMLElement {
  private sortable: Sortable | null = null;

  connectedCallback(): void {
    if (!this.dataset["url"] && this.dataset["local"] === undefined) return;
    this.addEventListener("keydown", this.onKey, true);
    void this.arm();
  }

  disconnectedCallback(): void {
    this.sortable?.destroy();
  }

  private get host(): HTMLElement | null {
    return this.querySelector("[data-items]");
  }

  private async arm(): Promise<void> {
    const { default: sortable } = await import("sortablejs");
    const { host } = this;
    if (!host || !this.isConnected) return;
    const handle = host.querySelector("[data-handle]") ? { handle: "[data-handle]" } : {};
    this.sortable = sortable.create(host, {
      ...handle, draggable: "[data-item]", animation: 150, delay: 180, delayOnTouchOnly: true,
      onEnd: ({ item, oldIndex, newIndex }) => {
        if (oldIndex !== newIndex) void this.tell(item, host.children[(oldIndex ?? 0) + ((oldIndex ?? 0) > (newIndex ?? 0) ? 1 : 0)] ?? null);
      },
    });
  }

  /** Tell the server; where it refuses, the thing goes back to before `back`. */
  private async tell(item: HTMLElement, back: Element | null): Promise<void> {
    if (!this.dataset["url"]) return;
    const before = item.previousElementSibling?.closest<HTMLElement>("[data-item]")?.dataset["item"] ?? "";
    const body = new URLSearchParams({ id: item.dataset["item"] ?? "", after: before });
    const answer = await request(this.dataset["url"] ?? "", { body });
    if (!answer.ok) this.host?.insertBefore(item, back);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const item = from<HTMLElement>(event, "[data-item]");
    if (!item || !event.altKey || !event.shiftKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const beside = event.key === "ArrowUp" ? item.previousElementSibling : item.nextElementSibling;
    if (!(beside instanceof HTMLElement) || beside.dataset["item"] === undefined) return;
    const back = item.nextElementSibling;
    const focused = document.activeElement as HTMLElement | null;
    beside[event.key === "ArrowUp" ? "before" : "after"](item);
    focused?.focus({ preventScroll: true });
    void this.tell(item, back);
  };
}
