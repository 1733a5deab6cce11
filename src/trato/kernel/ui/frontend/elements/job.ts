/* t-job: a long piece of work, drawn by the server and asked about until it is over. */
import { parse } from "../core/dom";
import { request } from "../core/http";
import htmx from "htmx.org";

const quick = 1000;
const slow = 8000;
const over = new Set(["done", "failed", "cancelled"]);

export class Job extends HTMLElement {
  private timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.onSeen);
    this.plan(Number(this.dataset["pause"] ?? quick));
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.onSeen);
    clearTimeout(this.timer);
  }

  private get finished(): boolean {
    return over.has(this.dataset["state"] ?? "");
  }

  private plan(pause: number): void {
    clearTimeout(this.timer);
    if (!this.finished && !document.hidden) this.timer = setTimeout(() => void this.ask(pause), pause);
  }

  private readonly onSeen = (): void => this.plan(quick);

  private async ask(pause: number): Promise<void> {
    const answer = await request(this.dataset["url"] ?? "", { quiet: true });
    if (!this.isConnected) return;
    const fresh = parse(answer.html).querySelector<Job>("t-job");
    if (!answer.ok || !fresh) {
      if (answer.status !== 404) this.plan(Math.min(pause * 2, slow));
      return;
    }
    const same = fresh.innerHTML === this.innerHTML;
    fresh.dataset["pause"] = String(same ? Math.min(pause * 1.5, slow) : quick);
    if (same && fresh.dataset["state"] === this.dataset["state"]) return this.plan(Number(fresh.dataset["pause"]));
    const after = this.dataset["after"];
    const focused = this.contains(document.activeElement) ? document.activeElement?.id : "";
    this.replaceWith(fresh);
    htmx.process(fresh);
    if (focused) document.getElementById(focused)?.focus();
    if (!over.has(fresh.dataset["state"] ?? "")) return;
    document.dispatchEvent(new CustomEvent("trato:job", { detail: { id: fresh.dataset["id"] ?? "", state: fresh.dataset["state"] } }));
    if (after && fresh.dataset["state"] === "done") location.assign(after);
  }
}
