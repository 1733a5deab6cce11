/* t-palette: one field over records, pages and verbs. The server answers with options; keys walk and choose them. */
import { from, later, parse } from "../core/dom";
import { land } from "../core/floats";
import { request, withQuery } from "../core/http";

const wait = 90;

export class Palette extends HTMLElement {
  private asked: AbortController | null = null;
  private opener: HTMLElement | null = null;
  private readonly askSoon = later(() => void this.ask(), wait);

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector('input[role="combobox"]');
  }

  private get results(): HTMLElement | null {
    return this.querySelector(".results");
  }

  connectedCallback(): void {
    document.addEventListener("keydown", this.onShortcut);
    document.addEventListener("click", this.onOpener);
    this.input?.addEventListener("input", this.askSoon);
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("click", this.onClick);
    this.addEventListener("pointermove", this.onPoint);
    this.dialog?.addEventListener("close", () => this.opener?.isConnected && this.opener.focus());
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onShortcut);
    document.removeEventListener("click", this.onOpener);
  }

  private readonly onShortcut = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (this.dialog?.open) this.dialog.close();
    else this.open();
  };

  private readonly onOpener = (event: MouseEvent): void => {
    if (!from(event, "[data-palette]")) return;
    event.preventDefault();
    this.open();
  };

  open(): void {
    this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.dialog?.showModal();
    this.input?.focus();
    this.input?.select();
    void this.ask();
  }

  private async ask(): Promise<void> {
    const { input, results } = this;
    const url = this.dataset["url"];
    if (!input || !results || !url) return;
    this.asked?.abort();
    this.asked = new AbortController();
    const main = document.getElementById("main")?.dataset ?? {};
    const address = withQuery(url, { q: input.value.trim(), object: main["object"], id: main["id"] });
    const answer = await request(address, { signal: this.asked.signal });
    if (!answer.ok) return;
    results.replaceChildren(parse(answer.html));
    results.scrollTop = 0;
    this.pick(this.options()[0]);
  }

  private options(): HTMLElement[] {
    return [...(this.results?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
  }

  private picked(): HTMLElement | undefined {
    return this.options().find((option) => option.getAttribute("aria-selected") === "true");
  }

  private pick(option: HTMLElement | undefined): void {
    for (const other of this.options()) other.setAttribute("aria-selected", String(other === option));
    if (!option) return this.input?.removeAttribute("aria-activedescendant");
    option.id ||= `o-${this.options().indexOf(option)}`;
    this.input?.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const options = this.options();
    const at = options.indexOf(this.picked() ?? document.body);
    const last = options.length - 1;
    if (event.key === "ArrowDown") this.pick(options[at >= last ? 0 : at + 1]);
    else if (event.key === "ArrowUp") this.pick(options[at <= 0 ? last : at - 1]);
    else if (event.key === "PageDown") this.pick(options[Math.min(at + 8, last)]);
    else if (event.key === "PageUp") this.pick(options[Math.max(at - 8, 0)]);
    else if (event.key === "Enter" && !event.isComposing) void this.choose(this.picked(), event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  };

  private readonly onPoint = (event: PointerEvent): void => {
    const option = from(event, '[role="option"]');
    if (option && option !== this.picked()) this.pick(option);
  };

  private readonly onClick = (event: MouseEvent): void => {
    const option = from(event, '[role="option"]');
    if (option) void this.choose(option, event.ctrlKey || event.metaKey);
    else if (event.target === this.dialog) this.dialog?.close();
  };

  private async choose(option: HTMLElement | undefined, apart: boolean): Promise<void> {
    if (!option) return;
    const { href, url, post, press } = option.dataset;
    if (href && apart) {
      window.open(href, "_blank", "noopener");
      return;
    }
    this.dialog?.close();
    if (href) location.assign(href);
    else if (press) document.querySelector<HTMLElement>(press)?.click();
    else if (url || post) {
      const answer = await request(url ?? post ?? "", { method: post ? "POST" : "GET" });
      if (answer.html.trim() && (answer.ok || answer.status === 422)) land(answer.html);
    }
  }
}
