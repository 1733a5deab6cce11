/* t-draft: inside a form, keeps what is being written in this browser until it is saved; when one comes back, it offers it. */
import htmx from "htmx.org";
import { later, make, parse } from "../core/dom";
import { dropDraft, draftedAt, keepDraft, readDraft } from "../core/drafts";
import { request } from "../core/http";
import { t } from "../core/strings";

const steps: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];

/** "2 hours ago", in the reader's language. */
function ago(at: number): string {
  const passed = Date.now() - at;
  if (passed < 60_000) return t("just_now");
  const [unit, length] = steps.find(([, length]) => passed >= length) ?? ["minute", 60_000];
  return new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" }).format(-Math.floor(passed / length), unit as Intl.RelativeTimeFormatUnit);
}

export class Draft extends HTMLElement {
  private form: HTMLFormElement | null = null;
  private initial = "";
  private readonly keepNow = (): void => this.keep();
  private readonly keepSoon = later(this.keepNow, 300);

  private get key(): string {
    return `form:${this.dataset["key"] ?? location.pathname}`;
  }

  connectedCallback(): void {
    this.form = this.closest("form");
    this.form?.addEventListener("input", this.keepSoon);
    this.form?.addEventListener("change", this.keepSoon);
    this.form?.addEventListener("htmx:after:request", this.onAnswer);
    window.addEventListener("pagehide", this.keepNow);
    this.initial = this.written();
    const kept = this.dataset["again"] === undefined ? readDraft(this.key)?.["form"] : undefined;
    if (kept && kept !== this.initial) this.offer(kept);
  }

  disconnectedCallback(): void {
    window.removeEventListener("pagehide", this.keepNow);
  }

  private written(): string {
    if (!this.form) return "";
    const values = [...new FormData(this.form)].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !this.secret(entry[0]));
    return new URLSearchParams(values).toString();
  }

  private secret(name: string): boolean {
    return this.form?.querySelector(`[name="${CSS.escape(name)}"][type="password"]`) !== null;
  }

  private keep(): void {
    if (!this.isConnected) return;
    const form = this.written();
    if (form === this.initial) return;
    keepDraft(this.key, { form });
    this.replaceChildren();
  }

  private offer(kept: string): void {
    const at = draftedAt(this.key);
    const resume = make("button", { type: "button", class: "button", "data-size": "s", "data-kind": "primary" }, t("draft_resume"));
    const discard = make("button", { type: "button", class: "button", "data-size": "s" }, t("draft_discard"));
    resume.addEventListener("click", () => void this.restore(kept));
    discard.addEventListener("click", () => {
      dropDraft(this.key);
      this.replaceChildren();
    });
    this.replaceChildren(make("div", { class: "notice", role: "status" }, make("div", {},
      make("strong", {}, t("draft_begun", { when: at ? ago(at) : "" })), make("div", { class: "button-row" }, resume, discard))));
  }

  /** The server draws the form as it was, whatever kind its controls are of. */
  private async restore(kept: string): Promise<void> {
    const { form } = this;
    const answer = await request(this.dataset["url"] ?? "", { body: new URLSearchParams(kept) });
    const fresh = answer.ok ? parse(answer.html).querySelector("form") : null;
    if (!form || !fresh) return;
    form.replaceWith(fresh);
    htmx.process(fresh);
    fresh.querySelector<HTMLElement>("input:not([type='hidden']), textarea, select")?.focus();
  }

  private readonly onAnswer = (event: Event): void => {
    if (event.target !== this.form) return;
    const status = (event as CustomEvent<{ ctx: { response?: { status: number } } }>).detail.ctx.response?.status ?? 0;
    if (status >= 200 && status < 300) dropDraft(this.key);
  };
}
