/* t-multi: a field with several values: rows (e-mails, phones) from a template, or tags. */
import { firstControl, from, icon, make } from "../core/dom";
import { t } from "../core/strings";

export class Multi extends HTMLElement {
  private next = 0;

  private get items(): HTMLElement | null {
    return this.querySelector("[data-items]");
  }

  connectedCallback(): void {
    this.next = this.querySelectorAll("[data-item]").length;
    this.addEventListener("click", this.onClick);
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("combobox:choose", this.onChoose);
    this.addEventListener("combobox:create", this.onCreate);
  }

  private changed(): void {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private readonly onClick = (event: MouseEvent): void => {
    const remove = from(event, "[data-remove]");
    if (remove) {
      const item = remove.closest<HTMLElement>("[data-item]");
      const beside = item?.nextElementSibling ?? item?.previousElementSibling;
      item?.remove();
      (firstControl(beside ?? this) ?? firstControl(this))?.focus();
      this.changed();
    } else if (from(event, "[data-add]")) {
      this.addRow();
    }
  };

  /** The row of the template, its `__index__` made a number that was not used yet. */
  private addRow(): void {
    const template = this.querySelector("template");
    if (!template || !this.items) return;
    const row = document.importNode(template.content, true);
    const index = String(this.next++);
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of ["name", "id", "for", "aria-describedby"]) {
        const value = element.getAttribute(attribute);
        if (value?.includes("__index__")) element.setAttribute(attribute, value.replaceAll("__index__", index));
      }
    }
    const added = row.querySelector<HTMLElement>("[data-item]");
    this.items.append(row);
    if (added) firstControl(added)?.focus();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.dataset["kind"] !== "tags" || !(event.target instanceof HTMLInputElement) || event.target.type === "hidden") return;
    const typed = event.target.value.trim();
    if ((event.key === "Enter" || event.key === ",") && typed && this.dataset["free"] !== undefined) {
      this.addTag(typed, typed);
      event.target.value = "";
      event.preventDefault();
    } else if (event.key === "Backspace" && !event.target.value) {
      this.items?.querySelector("[data-item]:last-of-type")?.remove();
      this.changed();
    }
  };

  private readonly onChoose = (event: Event): void => {
    const { value, label } = (event as CustomEvent<{ value: string; label: string }>).detail;
    this.addTag(value, label);
  };

  private readonly onCreate = (event: Event): void => {
    const { text } = (event as CustomEvent<{ text: string }>).detail;
    if (this.dataset["free"] === undefined || !text) return;
    this.addTag(text, text);
    const typed = this.querySelector<HTMLInputElement>("input[role='combobox']");
    if (typed) typed.value = "";
  };

  private addTag(value: string, label: string): void {
    const name = this.dataset["name"] ?? "";
    const has = [...this.querySelectorAll<HTMLInputElement>("[data-item] input[type='hidden']")].some((input) => input.value === value);
    if (has || !this.items) return;
    this.items.append(make("span", { class: "tag", "data-item": true, "data-tone": "neutral" }, label,
      make("input", { type: "hidden", name, value }),
      make("button", { type: "button", "data-remove": true, "aria-label": t("remove_value", { value: label }) }, icon("close"))));
    this.changed();
  }
}
