/* One value being edited in place, in a table cell or in a field row. The server draws the control; Enter, Tab and
   leaving save it, Escape gives back what was there. What was typed is never lost: a refusal or a lost connection
   brings the control back as it was, and a closed tab leaves a draft. */
import htmx from "htmx.org";
import { Ahead, type, type Typed } from "./ahead";
import { firstControl, parse } from "./dom";
import { dropDraft, keepDraft, readDraft } from "./drafts";
import { isConflict, request, say } from "./http";
import type { Spot } from "./signals";
import { t } from "./strings";

export interface Place {
  /** Carries `data-state`. */
  host: HTMLElement;
  /** Its content is exchanged for the control. */
  slot: HTMLElement;
  url: string;
  /** Sent beside the control's own values. */
  extra: () => Record<string, string>;
  saved: (html: string) => void;
  /** The edit is over, and where the user wants to go: stay, next (1) or previous (-1). */
  left: (way: 0 | 1 | -1 | null) => void;
}

/** What is being edited, or about to be, or on its way to the server: nobody draws it anew. */
export const held = '[data-state="opening"], [data-state="editing"], [data-state="saving"]';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isControl = (element: unknown): element is Control =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;

const controls = (root: ParentNode): Control[] => [...root.querySelectorAll<Control>("input[name], select[name], textarea[name]")].filter((control) => !control.disabled);

function valuesOf(root: ParentNode): URLSearchParams {
  const values = new URLSearchParams();
  for (const control of controls(root)) {
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      if (control.checked) values.append(control.name, control.value);
    } else if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.selectedOptions) values.append(control.name, option.value);
    } else {
      values.append(control.name, control.value);
    }
  }
  return values;
}

/** The record and field that an address of a control is about: /deals/<id>/cell/<field>. */
function spotOf(url: string): Spot | null {
  const [, object, id, , field] = new URL(url, location.href).pathname.split("/");
  return object && id && field ? { object, id, field } : null;
}

/** Let others know what is being edited here. */
const editing = (spot: Spot | null): unknown => document.dispatchEvent(new CustomEvent("trato:editing", { detail: spot }));

export class Editor {
  private readonly before: ChildNode[];
  private initial = "";
  private open = false;
  /** Posting: leaving again while it runs must not post twice. */
  private busy = false;

  private constructor(private readonly place: Place) {
    this.before = [...place.slot.childNodes];
  }

  /** Ask the server for the control and put it in place; nothing happens if it has none. */
  static async start(place: Place): Promise<Editor | null> {
    if (place.host.matches(held)) return null;
    place.host.dataset["state"] = "opening";
    const ahead = new Ahead();
    const answer = await request(place.url);
    const typed = ahead.stop();
    if (!answer.ok || !place.host.isConnected) {
      delete place.host.dataset["state"];
      const name = spotOf(place.url)?.field;
      if (name && typed.text) keepDraft(place.url, { [name]: typed.text });
      return null;
    }
    const editor = new Editor(place);
    editor.fill([...parse(answer.html).childNodes]);
    editor.initial = valuesOf(place.slot).toString();
    editor.takeDraft();
    editor.focus(typed.any || typed.end !== null);
    editor.play(typed);
    return editor;
  }

  /** What was typed while the control was on its way, and how it ended. A text that has to be chosen from stays open. */
  private play(typed: Typed): void {
    const control = firstControl(this.place.slot);
    if (typed.any && isControl(control)) type(control, typed.text);
    if (!this.open || typed.end === null) return;
    if (typed.end === "Escape") this.cancel();
    else if (typed.end !== "Enter" || control?.getAttribute("role") !== "combobox") void this.save(typed.end === "Enter" ? 0 : typed.end === "Tab" ? 1 : -1);
  }

  private fill(nodes: ChildNode[]): void {
    const { slot, host } = this.place;
    slot.replaceChildren(...nodes);
    host.dataset["state"] = "editing";
    htmx.process(slot);
    if (this.open) return;
    this.open = true;
    editing(spotOf(this.place.url));
    slot.addEventListener("keydown", this.onKey);
    slot.addEventListener("input", this.onInput);
    slot.addEventListener("change", this.onChange);
    slot.addEventListener("focusout", this.onFocusOut);
  }

  private focus(quietly = false): void {
    const control = firstControl(this.place.slot);
    control?.focus({ preventScroll: true });
    if (control instanceof HTMLInputElement && /^(text|search|tel|url|email|number|)$/.test(control.type)) control.select();
    if (control instanceof HTMLSelectElement && !quietly) {
      try {
        control.showPicker();
      } catch { /* the browser wants a gesture: the closed list has the focus anyway */ }
    }
  }

  /** The only text control there is, if so: drafts are kept for that case alone. */
  private soleText(): HTMLInputElement | HTMLTextAreaElement | null {
    const texts = controls(this.place.slot).filter((control) => !(control instanceof HTMLSelectElement) && control.type !== "hidden");
    const [only] = texts;
    return texts.length === 1 && only && !(only instanceof HTMLSelectElement) && !["checkbox", "radio", "password"].includes(only.type) ? only : null;
  }

  private takeDraft(): void {
    const control = this.soleText();
    const kept = control ? readDraft(this.place.url)?.[control.name] : undefined;
    if (!control || kept === undefined || kept === control.value) return;
    control.value = kept;
    say({ message: t("draft_back") });
  }

  private readonly onInput = (): void => {
    const control = this.soleText();
    if (control) keepDraft(this.place.url, { [control.name]: control.value });
  };

  private readonly onChange = (event: Event): void => {
    if (event.target instanceof HTMLElement && event.target.dataset["commit"] === "change") void this.save(0);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape") this.cancel();
    else if (event.key === "Tab") void this.save(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && (!(event.target instanceof HTMLTextAreaElement) || event.ctrlKey || event.metaKey)) {
      if (event.target instanceof HTMLButtonElement) return;
      void this.save(0);
    } else return;
    event.preventDefault();
  };

  private readonly onFocusOut = (): void => {
    setTimeout(() => {
      const active = document.activeElement;
      const elsewhere = active instanceof Element && active.closest("dialog[open], [popover]:popover-open") !== null;
      if (!this.open || !document.hasFocus() || this.place.slot.contains(active) || elsewhere) return;
      void this.save(null);
    });
  };

  private stop(): void {
    const { slot, host } = this.place;
    this.open = false;
    editing(null);
    slot.removeEventListener("keydown", this.onKey);
    slot.removeEventListener("input", this.onInput);
    slot.removeEventListener("change", this.onChange);
    slot.removeEventListener("focusout", this.onFocusOut);
    document.removeEventListener("conflict:settled", this.onSettled);
    delete host.dataset["state"];
  }

  cancel(): void {
    this.stop();
    dropDraft(this.place.url);
    this.place.slot.replaceChildren(...this.before);
    this.place.left(0);
  }

  /** The dialog decided which value holds: what was typed has had its say. */
  private readonly onSettled = (): void => {
    if (this.open) this.cancel();
  };

  private async save(way: 0 | 1 | -1 | null): Promise<void> {
    if (!this.open || this.busy) return;
    const { slot, host, url } = this.place;
    const values = valuesOf(slot);
    if (values.toString() === this.initial) {
      this.stop();
      dropDraft(url);
      slot.replaceChildren(...this.before);
      return this.place.left(way);
    }
    const nodes = [...slot.childNodes];
    const text = this.soleText()?.value;
    this.busy = true;
    this.stop();
    host.dataset["state"] = "saving";
    slot.replaceChildren(...(text === undefined ? this.before : [document.createTextNode(text)]));
    this.place.left(way);
    for (const [name, value] of Object.entries(this.place.extra())) values.set(name, value);
    const answer = await request(url, { body: values });
    this.busy = false;
    if (answer.ok) {
      dropDraft(url);
      delete host.dataset["state"];
      slot.replaceChildren(...this.before);
      return this.place.saved(answer.html);
    }
    if (isConflict(answer.status)) document.addEventListener("conflict:settled", this.onSettled, { once: true });
    this.fill(answer.status === 422 ? [...parse(answer.html).childNodes] : nodes);
    const busy = document.activeElement?.closest('[data-state="editing"]');
    if (!busy || busy === host) this.focus();
  }
}
