/* t-bulk: the fields that are to be changed on many records: added one by one from a list, left out again, or emptied. */
import { firstControl, from } from "../core/dom";

export class Bulk extends HTMLElement {
  private readonly watcher = new MutationObserver((changes) => this.added(changes));

  private get rows(): HTMLElement | null {
    return this.querySelector("[data-rows]");
  }

  connectedCallback(): void {
    this.addEventListener("click", this.onClick);
    this.addEventListener("change", this.onChange);
    if (this.rows) this.watcher.observe(this.rows, { childList: true });
    this.mark();
  }

  disconnectedCallback(): void {
    this.watcher.disconnect();
  }

  private added(changes: MutationRecord[]): void {
    const row = changes.flatMap((change) => [...change.addedNodes]).find((node) => node instanceof HTMLElement);
    this.mark();
    if (row instanceof HTMLElement) firstControl(row)?.focus();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What is chosen already is not offered again. */
  private mark(): void {
    const picker = this.querySelector<HTMLSelectElement>("select[name='add']");
    if (!picker) return;
    const chosen = new Set([...this.querySelectorAll<HTMLElement>("[data-row]")].map((row) => row.dataset["row"]));
    picker.value = "";
    for (const option of picker.options) option.disabled = chosen.has(option.value);
  }

  private readonly onClick = (event: MouseEvent): void => {
    const drop = from(event, "[data-drop]");
    if (!drop) return;
    drop.closest("[data-row]")?.remove();
    this.querySelector<HTMLSelectElement>("select[name='add']")?.focus();
  };

  private readonly onChange = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement) || event.target.dataset["empty"] === undefined) return;
    const field = event.target.closest("[data-row]")?.querySelector<HTMLElement>(".field");
    if (field) field.inert = event.target.checked;
  };
}
