/* t-composer: writing a note, task, call, e-mail or meeting on a record. What is written survives a closed tab. */
import { firstControl, from, later, make } from "../core/dom";
import { dropDraft, keepDraft, readDraft } from "../core/drafts";
import { t } from "../core/strings";

type Written = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export class Composer extends HTMLElement {
  private readonly keepSoon = later(() => this.keep(), 300);

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private get key(): string {
    return `compose:${this.dataset["draft"] ?? location.pathname}`;
  }

  connectedCallback(): void {
    this.addEventListener("click", this.onTab);
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("input", () => {
      this.ready();
      this.keepSoon();
    });
    this.addEventListener("htmx:after:request", this.onAnswer);
    this.addEventListener("change", this.onFiles);
    this.plan(false, false);
    this.take();
    this.choose(this.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]'));
    this.ready();
  }

  private written(): Written[] {
    return [...this.querySelectorAll<Written>("textarea[name], input[name]:not([type='hidden'], [type='file'], [type='password']), select[name]")];
  }

  private keep(): void {
    const values = Object.fromEntries(this.written().filter((field) => !(field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) && field.value !== initial(field)).map((field) => [named(field), field.value]));
    keepDraft(this.key, Object.keys(values).length ? { ...values, " kind": this.kind() } : {});
    this.tell(Object.keys(values).length > 0);
  }

  private take(): void {
    const draft = readDraft(this.key);
    if (!draft) return;
    for (const field of this.written()) {
      const value = draft[named(field)];
      if (value !== undefined) field.value = value;
    }
    if (Object.keys(draft).some((name) => name.startsWith("c-next-"))) this.plan(false, true);
    for (const tab of this.querySelectorAll<HTMLElement>('[role="tab"]')) tab.setAttribute("aria-selected", String(tab.dataset["kind"] === draft[" kind"]));
    this.tell(true);
  }

  private tell(kept: boolean): void {
    const place = this.querySelector("[data-draft-state]");
    if (!place || kept === (place.childElementCount > 0)) return;
    const discard = make("button", { type: "button", class: "button", "data-kind": "quiet", "data-size": "s" }, t("draft_discard"));
    discard.addEventListener("click", () => this.empty());
    place.replaceChildren(...(kept ? [t("draft_kept"), " ", discard] : []));
  }

  /** Nothing is written any more: it was saved, or thrown away. */
  private empty(): void {
    dropDraft(this.key);
    this.form?.reset();
    this.plan(false, false);
    this.tell(false);
    this.ready();
  }

  private kind(): string {
    return this.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.dataset["kind"] ?? "";
  }

  private readonly onTab = (event: MouseEvent): void => {
    if (from(event, "[data-plan]")) this.plan(true);
    const tab = from(event, '[role="tab"]');
    if (!tab) return;
    this.choose(tab);
    const pane = this.querySelector("[data-pane]:not([hidden])") ?? this;
    (pane.querySelector<HTMLElement>(".line input, [contenteditable='true']") ?? firstControl(pane))?.focus();
  };

  /** Open, or fold, what is planned next. */
  private plan(turn: boolean, open?: boolean): void {
    const next = this.querySelector<HTMLElement>("[data-next]");
    if (!next) return;
    next.hidden = open === undefined ? !next.hidden : !open;
    this.querySelector("[data-plan]")?.setAttribute("aria-expanded", String(!next.hidden));
    next.querySelectorAll<Written>("input, select").forEach((field) => field.toggleAttribute("disabled", Boolean(next.hidden)));
    if (turn && !next.hidden) firstControl(next)?.focus();
  }

  private readonly onFiles = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement) || event.target.dataset["attach"] === undefined) return;
    const place = this.querySelector("[data-attached]");
    if (place) place.textContent = [...(event.target.files ?? [])].map((file) => file.name).join(", ");
    this.ready();
  };

  private choose(tab: HTMLElement | null): void {
    if (!tab) return;
    for (const each of this.querySelectorAll<HTMLElement>('[role="tab"]')) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    }
    const kind = tab.dataset["kind"] ?? "";
    const hidden = this.querySelector<HTMLInputElement>('input[name="kind"]');
    if (hidden) hidden.value = kind;
    for (const pane of this.querySelectorAll<HTMLElement>("[data-pane]")) {
      pane.hidden = !(pane.dataset["pane"] ?? "").split(" ").includes(kind);
      pane.querySelectorAll<Written>("input, textarea, select").forEach((field) => field.toggleAttribute("disabled", Boolean(pane.hidden)));
    }
    this.ready();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const tab = from(event, '[role="tab"]');
    if (tab && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const tabs = [...this.querySelectorAll<HTMLElement>('[role="tab"]')];
      const next = tabs[(tabs.indexOf(tab) + (event.key === "ArrowRight" ? 1 : -1) + tabs.length) % tabs.length];
      this.choose(next ?? null);
      next?.focus();
      event.preventDefault();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      this.form?.requestSubmit();
      event.preventDefault();
    }
  };

  /** Save is possible once something is written. */
  private ready(): void {
    const save = this.querySelector<HTMLButtonElement>('button:not([type="button"])');
    if (save) save.disabled = !this.written().some((field) => !field.disabled && field.value.trim() && field.value !== initial(field));
  }

  private readonly onAnswer = (event: Event): void => {
    if (event.target !== this.form) return;
    const status = (event as CustomEvent<{ ctx: { response?: { status: number } } }>).detail.ctx.response?.status ?? 0;
    if (status >= 200 && status < 300) this.empty();
  };
}

/** What a control is called in a draft: two tabs may ask for the same field. */
const named = (field: Written): string => field.id || field.name;

const initial = (field: Written): string =>
  field instanceof HTMLSelectElement ? [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value ?? "" : field.defaultValue;
