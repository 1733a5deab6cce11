/* t-inbox: the rows of the inbox by keyboard: j/k move, Enter opens, e puts away, s snoozes, u turns read and unread. */
import { typing } from "../core/dom";
import { teach } from "../core/keys";

teach("t-inbox", [["j", "next_row"], ["k", "previous_row"], ["enter", "open"], ["e", "inbox_done"], ["s", "inbox_snooze"], ["u", "inbox_read"]]);

export class Inbox extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("keydown", this.onKey);
    this.addEventListener("htmx:after:swap", this.onSwap);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onKey);
  }

  private get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("li.notice")];
  }

  private get current(): HTMLElement | null {
    return document.activeElement?.closest<HTMLElement>("t-inbox li.notice") ?? null;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
    if (document.querySelector("[popover]:popover-open:not(.toasts), dialog:modal")) return;
    const step = { j: 1, arrowdown: 1, k: -1, arrowup: -1 }[event.key.toLowerCase()];
    if (step) this.move(step);
    else if (!this.act(event.key.toLowerCase())) return;
    event.preventDefault();
  };

  private move(step: number): void {
    const { rows, current } = this;
    const at = current ? rows.indexOf(current) + step : 0;
    rows[Math.max(0, Math.min(rows.length - 1, at))]?.querySelector<HTMLElement>("a.line")?.focus();
  }

  private act(key: string): boolean {
    const button = this.current?.querySelector<HTMLElement>(`[data-deed="${CSS.escape(key)}"]`);
    if (!button) return false;
    const { rows, current } = this;
    const place = current ? rows.indexOf(current) : 0;
    this.dataset["place"] = String(place);
    button.click();
    return true;
  }

  /** After a row went or was drawn anew the focus stays at its place; the last one gone shows that all is done. */
  private readonly onSwap = (): void => {
    const { rows } = this;
    if (!rows.length) {
      this.hidden = true;
      this.parentElement?.querySelector(".blank")?.removeAttribute("hidden");
    }
    const place = this.dataset["place"];
    delete this.dataset["place"];
    if (place !== undefined) rows[Math.min(Number(place), rows.length - 1)]?.querySelector<HTMLElement>("a.line")?.focus();
  };
}
