/* t-combobox: pick a record or a person by typing. The server searches; the hidden input holds what was chosen. */
import { from, later, make, parse } from "../core/dom";
import { land, place } from "../core/floats";
import { request, withQuery } from "../core/http";
import { Options } from "../core/options";
import { t } from "../core/strings";

const wait = 120;
let lists = 0;

export class Combobox extends HTMLElement {
  private list: HTMLElement | null = null;
  private asked: AbortController | null = null;
  private chosenText = "";
  private readonly options = new Options(() => this.text, () => this.list);
  private readonly askSoon = later(() => void this.ask(), wait);

  private get text(): HTMLInputElement | null {
    return this.querySelector('input[role="combobox"]');
  }

  private get hiddenInput(): HTMLInputElement | null {
    return this.querySelector('input[type="hidden"]');
  }

  private get multiple(): boolean {
    return this.dataset["multiple"] !== undefined;
  }

  connectedCallback(): void {
    const { text } = this;
    if (!text) return;
    this.chosenText = text.value;
    text.addEventListener("input", this.onInput);
    text.addEventListener("blur", this.onBlur);
    text.addEventListener("click", () => void this.ask());
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("pointerdown", this.onPress);
  }

  disconnectedCallback(): void {
    this.asked?.abort();
    this.list?.remove();
    this.list = null;
  }

  private readonly onInput = (event: Event): void => {
    event.stopPropagation();
    if (!this.text?.value && !this.multiple) this.set("", "");
    this.askSoon();
  };

  private async ask(): Promise<void> {
    const { text } = this;
    const url = this.dataset["optionsUrl"];
    if (!text || !url || document.activeElement !== text) return;
    this.asked?.abort();
    this.asked = new AbortController();
    const typed = text.value === this.chosenText && !this.multiple ? "" : text.value.trim();
    const answer = await request(withQuery(url, { q: typed }), { signal: this.asked.signal });
    if (answer.ok && document.activeElement === text) this.open(answer.html);
  }

  private open(html: string): void {
    const { text } = this;
    if (!text) return;
    if (!this.list) {
      this.list = make("ul", { class: "menu", role: "listbox", id: `combobox-${++lists}`, "aria-label": text.getAttribute("aria-label") ?? t("options") });
      this.list.popover = "manual";
      this.append(this.list);
      text.setAttribute("aria-controls", this.list.id);
    }
    this.list.replaceChildren(parse(html));
    const [first] = this.options.all;
    if (!first) this.list.append(make("li", { class: "blank-line", role: "option", "aria-disabled": true }, t("nothing_found")));
    if (!this.list.matches(":popover-open")) this.list.showPopover();
    this.list.style.minInlineSize = `${this.getBoundingClientRect().width}px`;
    place(this.list, this.querySelector(".input-group") ?? text);
    text.setAttribute("aria-expanded", "true");
    this.options.pick(first);
  }

  close(): void {
    if (this.list?.matches(":popover-open")) this.list.hidePopover();
    this.text?.setAttribute("aria-expanded", "false");
    this.text?.removeAttribute("aria-activedescendant");
  }

  private get isOpen(): boolean {
    return this.list?.matches(":popover-open") ?? false;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.target !== this.text) return;
    const { picked } = this.options;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.isOpen) void this.ask();
      else this.options.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.isOpen && picked) {
      this.choose(picked);
    } else if (event.key === "Escape" && this.isOpen) {
      this.close();
      this.restore();
    } else if (event.key === "Tab" && this.isOpen && picked && this.text?.value !== this.chosenText) {
      return this.choose(picked);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  /** On pointer down, so that the field keeps its focus. */
  private readonly onPress = (event: PointerEvent): void => {
    const option = from(event, '[role="option"]');
    if (!option || !this.list?.contains(option)) return;
    event.preventDefault();
    if (option.getAttribute("aria-disabled") !== "true") this.choose(option);
  };

  private readonly onBlur = (): void => {
    this.close();
    if (this.multiple && this.closest("[data-free]") && this.text?.value.trim()) this.create();
    this.restore();
  };

  private restore(): void {
    if (!this.text) return;
    if (this.multiple) this.text.value = "";
    else this.text.value = this.chosenText;
  }

  private choose(option: HTMLElement | undefined): void {
    if (!option) return;
    if (option.dataset["create"] !== undefined) return this.create(option);
    const detail = { value: option.dataset["value"] ?? "", label: option.dataset["label"] ?? option.textContent?.trim() ?? "" };
    if (this.multiple) {
      this.dispatchEvent(new CustomEvent("combobox:choose", { bubbles: true, detail }));
      if (this.text) this.text.value = "";
      if (this.closest("[data-free]")) this.close();
      else void this.ask();
      return;
    }
    this.close();
    this.set(detail.value, detail.label);
  }

  private create(option?: HTMLElement): void {
    const text = this.text?.value.trim() ?? "";
    this.close();
    const url = option?.dataset["url"];
    if (url) void request(url).then(({ ok, html }) => ok && land(html));
    else this.dispatchEvent(new CustomEvent("combobox:create", { bubbles: true, detail: { text } }));
  }

  /** Take a value as if it had been chosen. */
  set(value: string, label: string): void {
    const { text, hiddenInput } = this;
    this.chosenText = label;
    if (text) text.value = label;
    if (!hiddenInput || hiddenInput.value === value) return;
    hiddenInput.value = value;
    hiddenInput.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
