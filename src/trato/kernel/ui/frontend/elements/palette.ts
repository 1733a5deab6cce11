/* t-palette: one field over records, pages and verbs. The server answers with options; keys walk and choose them, Tab shows
   what can be done with the record under the cursor. What is chosen is told to the server, which puts it first next time. */
import { from, later, make, parse } from "../core/dom";
import { land } from "../core/floats";
import { request, withQuery } from "../core/http";
import { answers, teach } from "../core/keys";
import { Options } from "../core/options";
import { t } from "../core/strings";

const wait = 90;
const leap = 8;

teach("t-palette", [["mod+k", "key_palette"], ["?", "keys"]]);

export class Palette extends HTMLElement {
  private asked: AbortController | null = null;
  private opener: HTMLElement | null = null;
  private only = "";
  private about = "";
  private readonly options = new Options(() => this.input, () => this.results);
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
    document.addEventListener("trato:reload", this.onReload);
    answers("c", "key_create", () => this.open("create"));
    this.input?.addEventListener("input", this.askSoon);
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("click", this.onClick);
    this.addEventListener("pointermove", this.onPoint);
    this.dialog?.addEventListener("close", () => this.opener?.isConnected && this.opener.focus());
    this.remember();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onShortcut);
    document.removeEventListener("click", this.onOpener);
    document.removeEventListener("trato:reload", this.onReload);
  }

  /** The record whose page this is was opened: told to the server once it is shown. */
  private remember(): void {
    const { object, id } = document.getElementById("main")?.dataset ?? {};
    if (object && id) this.tell({ object, id });
  }

  private tell(what: Record<string, string>): void {
    const url = this.dataset["used"];
    if (url) void request(url, { method: "POST", body: new URLSearchParams(what), quiet: true, lasting: true });
  }

  private readonly onReload = (): void => location.reload();

  private readonly onShortcut = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (this.dialog?.open) this.dialog.close();
    else this.open();
  };

  private readonly onOpener = (event: MouseEvent): void => {
    const opener = from(event, "[data-palette]");
    if (!opener) return;
    event.preventDefault();
    this.open(opener.dataset["palette"]);
  };

  open(only = ""): void {
    if (this.dialog?.open) return;
    this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.only = only;
    this.tie("", "");
    this.dialog?.showModal();
    this.input?.focus();
    this.input?.select();
    void this.ask();
  }

  /** Show what can be done with one record alone; "" leads back to everything. */
  private tie(about: string, name: string): void {
    this.about = about;
    const tag = this.querySelector<HTMLElement>(".about");
    if (!tag) return;
    tag.hidden = !about;
    tag.textContent = name;
  }

  private async ask(): Promise<void> {
    const { input, results } = this;
    const url = this.dataset["url"];
    if (!input || !results || !url) return;
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const main = document.getElementById("main")?.dataset ?? {};
    const [object, id] = this.about ? this.about.split("/") : [main["object"], main["id"]];
    const chosen = document.querySelector("form[data-bulk]:not([hidden]) [data-bulk-count]")?.textContent?.replace(/\D/g, "");
    const answer = await request(withQuery(url, { q: input.value.trim(), object, id, ...(this.about ? { only: "record" } : { chosen, only: this.only }) }), { signal: asked.signal, quiet: true });
    if (asked.signal.aborted) return;
    results.replaceChildren(answer.ok ? parse(answer.html) : make("p", { class: "none", role: "alert" }, t(answer.status ? "failed_search" : "offline")));
    results.scrollTop = 0;
    const [first] = this.options.all;
    results.setAttribute("role", first ? "listbox" : "status");
    this.input?.setAttribute("aria-expanded", String(first !== undefined));
    this.options.pick(first);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const { picked } = this.options;
    if (event.key === "ArrowDown") this.options.step(1);
    else if (event.key === "ArrowUp") this.options.step(-1);
    else if (event.key === "PageDown") this.options.leap(leap);
    else if (event.key === "PageUp") this.options.leap(-leap);
    else if (event.key === "Enter" && event.target === this.input) void this.choose(picked, event.ctrlKey || event.metaKey);
    else if (event.key === "Tab" && !event.shiftKey && picked?.dataset["about"]) this.turnTo(picked);
    else if (event.key === "Backspace" && this.about && !this.input?.value) this.turnTo(undefined);
    else return;
    event.preventDefault();
  };

  private turnTo(option: HTMLElement | undefined): void {
    this.tie(option?.dataset["about"] ?? "", option?.dataset["title"] ?? "");
    if (this.input) this.input.value = "";
    void this.ask();
  }

  private readonly onPoint = (event: PointerEvent): void => {
    const option = from(event, '[role="option"]');
    if (option && option !== this.options.picked) this.options.pick(option);
  };

  private readonly onClick = (event: MouseEvent): void => {
    const option = from(event, '[role="option"]');
    if (option) void this.choose(option, event.ctrlKey || event.metaKey);
    else if (event.target === this.dialog || from(event, "[data-shut], [data-all-keys]")) this.dialog?.close();
  };

  private async choose(option: HTMLElement | undefined, apart: boolean): Promise<void> {
    if (!option) return;
    const { href, url, post, press, use } = option.dataset;
    if (use) this.tell({ use });
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
