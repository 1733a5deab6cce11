/* Columns as each person wants them: pulled to a width, carried to another place, remembered by the server.
   By keyboard on a column's head: Alt with the arrows sizes it, Alt and Shift with the arrows moves it. */
import htmx from "htmx.org";
import { later, make, parse } from "../../core/dom";
import { request } from "../../core/http";

const narrowest = 56;
const step = 16;
const patience = 500;

export class Columns {
  private carried: HTMLTableCellElement | null = null;
  private readonly saveSoon = later(() => void this.save(), patience);

  constructor(private readonly grid: HTMLElement) {
    this.applyWidths();
    if (!grid.dataset["layoutUrl"]) return;
    for (const head of this.heads()) {
      head.append(make("span", { class: "resize", "aria-hidden": true }));
      if (!head.classList.contains("first")) head.draggable = true;
    }
    const row = this.table?.tHead;
    row?.addEventListener("pointerdown", this.onPull);
    row?.addEventListener("keydown", this.onKey);
    row?.addEventListener("dragstart", this.onCarry);
    row?.addEventListener("dragover", this.onOver);
    row?.addEventListener("drop", this.onDrop);
    row?.addEventListener("dragend", this.onCarried);
  }

  private get table(): HTMLTableElement | null {
    return this.grid.querySelector("table");
  }

  heads(): HTMLTableCellElement[] {
    return [...this.grid.querySelectorAll<HTMLTableCellElement>("thead th[data-field]")];
  }

  /** The columns shown, in order: the server draws a row by them. */
  fields(): string {
    return this.heads().map((head) => head.dataset["field"]).join(",");
  }

  private column(head: HTMLTableCellElement): HTMLElement | null {
    return this.grid.querySelector<HTMLElement>(`col[data-field="${CSS.escape(head.dataset["field"] ?? "")}"]`);
  }

  private applyWidths(): void {
    for (const column of this.grid.querySelectorAll<HTMLElement>("col[data-width]")) column.style.inlineSize = `${column.dataset["width"]}px`;
  }

  private size(head: HTMLTableCellElement, width: number): void {
    const column = this.column(head);
    if (!column) return;
    column.style.inlineSize = `${Math.max(narrowest, Math.round(width))}px`;
    column.dataset["width"] = String(Math.max(narrowest, Math.round(width)));
  }

  private readonly onPull = (event: PointerEvent): void => {
    const handle = (event.target as Element).closest<HTMLElement>(".resize");
    const head = handle?.closest<HTMLTableCellElement>("th");
    if (!handle || !head) return;
    event.preventDefault();
    head.draggable = false;
    handle.dataset["state"] = "active";
    const start = event.clientX;
    const width = head.getBoundingClientRect().width;
    const way = getComputedStyle(head).direction === "rtl" ? -1 : 1;
    const pull = (moved: PointerEvent): void => this.size(head, width + (moved.clientX - start) * way);
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", pull);
    handle.addEventListener("lostpointercapture", () => {
      handle.removeEventListener("pointermove", pull);
      delete handle.dataset["state"];
      head.draggable = !head.classList.contains("first");
      this.saveSoon();
    }, { once: true });
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const head = (event.target as Element).closest<HTMLTableCellElement>("th[data-field]");
    if (!head || !event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const way = event.key === "ArrowRight" ? 1 : -1;
    if (!event.shiftKey) {
      this.size(head, head.getBoundingClientRect().width + step * way);
      return this.saveSoon();
    }
    const heads = this.heads();
    const beside = heads[heads.indexOf(head) + way];
    if (beside) this.move(head, beside, way > 0);
    (event.target as HTMLElement).focus();
  };

  private readonly onCarry = (event: DragEvent): void => {
    this.carried = (event.target as Element).closest<HTMLTableCellElement>("th[data-field]");
    if (!this.carried) return;
    this.carried.dataset["state"] = "dragging";
    event.dataTransfer?.setData("text/plain", this.carried.dataset["field"] ?? "");
  };

  private over(event: DragEvent): HTMLTableCellElement | null {
    const head = (event.target as Element).closest<HTMLTableCellElement>("th[data-field]");
    return this.carried && head && head !== this.carried ? head : null;
  }

  private readonly onOver = (event: DragEvent): void => {
    const head = this.over(event);
    this.heads().forEach((each) => each !== this.carried && delete each.dataset["state"]);
    if (!head) return;
    event.preventDefault();
    head.dataset["state"] = "over";
  };

  private readonly onDrop = (event: DragEvent): void => {
    const head = this.over(event);
    if (!head || !this.carried) return;
    event.preventDefault();
    const heads = this.heads();
    this.move(this.carried, head, head.classList.contains("first") || heads.indexOf(this.carried) < heads.indexOf(head));
  };

  private readonly onCarried = (): void => {
    this.heads().forEach((head) => delete head.dataset["state"]);
    this.carried = null;
  };

  /** Carry a whole column beside another; the first column stays first. */
  private move(head: HTMLTableCellElement, beside: HTMLTableCellElement, after: boolean): void {
    if (head.classList.contains("first") || (beside.classList.contains("first") && !after)) return;
    const from = head.cellIndex;
    const to = beside.cellIndex;
    const width = head.parentElement?.children.length ?? 0;
    const lines = [this.table?.querySelector("colgroup"), ...(this.table?.rows ?? [])];
    for (const line of lines) {
      if (!line || line.children.length !== width) continue;
      const [moved, target] = [line.children[from], line.children[to]];
      if (moved && target) target[after ? "after" : "before"](moved);
    }
    void this.save();
  }

  private async save(): Promise<void> {
    const url = this.grid.dataset["layoutUrl"];
    if (!url) return;
    const columns = this.heads().map((head) => {
      const width = this.column(head)?.dataset["width"];
      return { field: head.dataset["field"], width: width ? Number(width) : null };
    });
    const answer = await request(url, { body: { columns } });
    const bar = document.querySelector(".filter-bar");
    if (!answer.ok || !bar || !answer.html.trim()) return;
    bar.querySelector(".changed")?.remove();
    bar.append(...parse(answer.html).children);
    htmx.process(bar);
  }
}
