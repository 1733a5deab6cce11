/* Which records are chosen, rows of a table or cards of a board: one by one, a range, the page, or everything the filter
   finds. The bulk bar says how many. */
import { make } from "../../core/dom";
import { money, number, t } from "../../core/strings";

const rowBox = 'input[data-select="row"]';
const item = ":is(tbody tr, [data-cards] > li)[data-id]";

export class Selection {
  private readonly ids = new Map<string, number>();
  private all = false;
  private anchor: HTMLElement | null = null;

  constructor(private readonly grid: HTMLElement) {
    grid.addEventListener("change", this.onChange);
    grid.addEventListener("click", this.onClick);
  }

  private get bar(): HTMLFormElement | null {
    return this.grid.querySelector("form[data-bulk]");
  }

  private rows(): HTMLElement[] {
    return [...this.grid.querySelectorAll<HTMLElement>(item)];
  }

  get empty(): boolean {
    return !this.all && this.ids.size === 0;
  }

  /** Rows that arrived later, or anew, show what holds for them. */
  show(rows: Iterable<HTMLElement>): void {
    for (const row of rows) this.draw(row);
    this.tell();
  }

  private holds(row: HTMLElement): boolean {
    return this.all || this.ids.has(row.dataset["id"] ?? "");
  }

  private draw(row: HTMLElement): void {
    const on = this.holds(row);
    if (row.matches("tr")) row.setAttribute("aria-selected", String(on));
    else row.toggleAttribute("data-chosen", on);
    const box = row.querySelector<HTMLInputElement>(rowBox);
    if (box) box.checked = on;
  }

  private set(row: HTMLElement, on: boolean): void {
    const id = row.dataset["id"];
    if (!id) return;
    if (this.all && !on) this.onlyPage();
    if (on) this.ids.set(id, Number(row.dataset["sum"] ?? 0));
    else this.ids.delete(id);
    this.draw(row);
  }

  /** "Everything" minus one is the rows on the page minus one. */
  private onlyPage(): void {
    this.all = false;
    for (const row of this.rows()) this.ids.set(row.dataset["id"] ?? "", Number(row.dataset["sum"] ?? 0));
  }

  toggle(row: HTMLElement, range = false): void {
    const on = !this.holds(row);
    if (range && this.anchor?.isConnected) this.extend(row);
    else this.set(row, on);
    this.anchor = row;
    this.tell();
  }

  /** From the anchor to this row, as with Shift. */
  extend(row: HTMLElement): void {
    const rows = this.rows();
    const from = this.anchor ? rows.indexOf(this.anchor) : rows.indexOf(row);
    const to = rows.indexOf(row);
    for (const each of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) this.set(each, true);
    this.tell();
  }

  startRange(row: HTMLElement): void {
    if (!this.anchor?.isConnected || this.empty) this.anchor = row;
  }

  clear(): void {
    this.ids.clear();
    this.all = false;
    this.show(this.rows());
  }

  private readonly onChange = (event: Event): void => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.dataset["select"] !== "page") return;
    if (box.checked) this.rows().forEach((row) => this.set(row, true));
    else this.clear();
    this.tell();
  };

  private readonly onClick = (event: MouseEvent): void => {
    const target = event.target as Element;
    const box = target.closest<HTMLInputElement>(rowBox);
    const row = box?.closest<HTMLElement>(item);
    if (row) {
      this.toggle(row, event.shiftKey);
    } else if (target.closest("[data-bulk-all]")) {
      this.all = true;
      this.show(this.rows());
    } else if (target.closest("[data-bulk-clear]")) {
      this.clear();
    }
  };

  private tell(): void {
    const rows = this.rows();
    const total = Number(this.grid.dataset["total"] ?? rows.length);
    const count = this.all ? total : this.ids.size;
    const head = this.grid.querySelector<HTMLInputElement>('input[data-select="page"]');
    const every = rows.length > 0 && rows.every((row) => this.holds(row));
    if (head) {
      head.checked = every;
      head.indeterminate = count > 0 && !every;
    }
    if (this.bar) this.fillBar(this.bar, count, every && !this.all && total > this.ids.size);
    this.grid.dispatchEvent(new CustomEvent("grid:selection", { bubbles: true, detail: { ids: [...this.ids.keys()], all: this.all } }));
  }

  private fillBar(bar: HTMLFormElement, count: number, offerAll: boolean): void {
    bar.hidden = count === 0;
    const all = bar.querySelector<HTMLInputElement>('input[name="all"]');
    if (all) {
      all.value = this.all ? "1" : "";
      all.disabled = !this.all;
    }
    const filter = bar.querySelector<HTMLInputElement>('input[name="filter"]');
    if (filter) filter.disabled = !this.all;
    bar.querySelectorAll('input[name="ids"]').forEach((input) => input.remove());
    // Numbers are dear to write the first time: not before there is one to be read.
    if (bar.hidden) return;
    if (!this.all) bar.append(...[...this.ids.keys()].map((id) => make("input", { type: "hidden", name: "ids", value: id })));
    const words = bar.querySelector("[data-bulk-count]");
    if (words) words.textContent = t("selected", { count });
    const sum = bar.querySelector("[data-bulk-sum]");
    if (sum) sum.textContent = this.all || !this.hasSums() ? "" : ` · ${this.sum()}`;
    const offer = bar.querySelector<HTMLElement>("[data-bulk-all]");
    if (offer) offer.hidden = !offerAll;
    for (const button of bar.querySelectorAll<HTMLElement>("[data-bulk-few]")) {
      button.hidden = this.all || count < 2 || count > Number(button.dataset["bulkFew"]);
    }
  }

  private hasSums(): boolean {
    return this.grid.querySelector(`${item}[data-sum]`) !== null;
  }

  private sum(): string {
    const value = [...this.ids.values()].reduce((total, each) => total + each, 0);
    const currency = this.grid.dataset["currency"];
    return currency ? money(value, currency) : number(value, 2);
  }
}
