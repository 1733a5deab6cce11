/* t-toast: the region where what happened is said; Undo stays for ten seconds, Ctrl/Cmd+Z undoes the last one. */
import { icon, make, typing } from "../core/dom";
import { land } from "../core/floats";
import { request, say, type Toast } from "../core/http";
import { t } from "../core/strings";

const seconds = 10;
const shortSeconds = 5;
const most = 3;

interface Standing { element: HTMLElement; undo: (() => void) | null; close: () => void }

export class Toasts extends HTMLElement {
  private readonly standing: Standing[] = [];

  /** A specimen says what it says, and nothing else ever. */
  private get still(): boolean {
    return this.dataset["still"] !== undefined;
  }

  connectedCallback(): void {
    if (!this.still) {
      this.popover = "manual";
      document.addEventListener("toast", this.onToast);
      document.addEventListener("keydown", this.onKey);
    }
    const waiting = this.querySelector('script[type="application/json"]');
    if (!waiting) return;
    for (const toast of JSON.parse(waiting.textContent || "[]") as Toast[]) this.show(toast);
    waiting.remove();
  }

  disconnectedCallback(): void {
    document.removeEventListener("toast", this.onToast);
    document.removeEventListener("keydown", this.onKey);
  }

  private readonly onToast = (event: Event): void => this.show((event as CustomEvent<Toast>).detail);

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || typing(event.target)) return;
    const last = this.standing.findLast((standing) => standing.undo);
    if (!last?.undo) return;
    event.preventDefault();
    last.undo();
  };

  show(toast: Toast): void {
    const bad = toast.tone === "negative";
    const element = make("div", { class: "toast", role: bad ? "alert" : "status", "data-tone": toast.tone },
      icon(bad || toast.tone === "warning" ? "warning" : "check", "m"), make("span", {}, toast.message));
    if (toast.href) element.append(make("a", { href: toast.href }, toast.label ?? t("open")));
    const standing: Standing = { element, undo: null, close: () => this.drop(standing) };
    if (toast.undo_url) this.addUndo(standing, toast.undo_url);
    const close = make("button", { type: "button", class: "button", "data-only": true, "aria-label": t("dismiss") }, icon("close"));
    close.addEventListener("click", standing.close);
    element.append(close);
    if (!bad && !this.still) this.count(standing, toast.undo_url ? seconds : shortSeconds);
    this.standing.push(standing);
    this.append(element);
    while (this.standing.length > most) this.standing[0]?.close();
    if (this.still) return;
    if (this.matches(":popover-open")) this.hidePopover();
    this.showPopover();
  }

  private addUndo(standing: Standing, url: string): void {
    const button = make("button", { type: "button", class: "button" }, icon("undo"), t("undo"), make("kbd", {}, "Ctrl Z"));
    standing.undo = () => {
      standing.close();
      void request(url, { method: "POST" }).then(({ ok, status, html }) => {
        if (status === 422) say({ message: t("undo_failed"), tone: "negative" });
        else if (ok && html) land(html);
      });
    };
    button.addEventListener("click", standing.undo);
    standing.element.append(button);
  }

  /** The time left: it stands still while the pointer or the focus is on the toast. */
  private count(standing: Standing, limit: number): void {
    const { element } = standing;
    const bar = make("progress", { class: "time", max: limit, value: limit, "aria-label": t("seconds_left") });
    if (standing.undo) element.append(bar);
    let left = limit * 1000;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      if (!element.matches(":hover, :focus-within")) left -= now - last;
      last = now;
      bar.value = left / 1000;
      if (left <= 0) standing.close();
      if (!element.isConnected) clearInterval(timer);
    }, 100);
  }

  private drop(standing: Standing): void {
    const index = this.standing.indexOf(standing);
    if (index < 0) return;
    this.standing.splice(index, 1);
    standing.element.remove();
    if (!this.standing.length && this.matches(":popover-open")) this.hidePopover();
  }
}
