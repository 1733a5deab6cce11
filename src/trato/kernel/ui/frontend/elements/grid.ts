/* t-grid: the table. It owns which cell has the focus, which is edited, which rows are chosen; the server draws
   every row and every control. A row that is being edited is never exchanged under the user's hands. */
import htmx from "htmx.org";
import { from, parse, typing } from "../core/dom";
import { Editor, held } from "../core/editor";
import { teach } from "../core/keys";
import { request } from "../core/http";
import { More } from "../core/more";
import { Columns } from "./grid/columns";
import { Follower } from "./grid/follower";
import { Selection } from "./grid/selection";

type Cell = HTMLTableCellElement;
type Row = HTMLTableRowElement;

const ahead = "600px";
const pageStep = 10;

teach("t-grid", [["j", "key_down"], ["k", "key_up"], ["e", "key_edit"], ["x", "key_select"], ["shift+arrowdown", "key_extend"], ["o", "key_open"], ["escape", "key_clear"]]);

export class Grid extends HTMLElement {
  private columns!: Columns;
  private selection!: Selection;
  private follower!: Follower;
  private current: Cell | null = null;
  private pressedOnFocus = false;
  private more!: More;

  connectedCallback(): void {
    this.columns = new Columns(this);
    this.selection = new Selection(this);
    this.follower = new Follower(this, () => this.columns.fields(), (old, fresh) => this.exchange(old, fresh), () => this.selection.empty);
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("focusin", this.onFocus);
    this.addEventListener("pointerdown", this.onPress);
    this.addEventListener("click", this.onClick);
    this.addEventListener("dblclick", (event) => void this.edit(this.cellOf(event)));
    document.addEventListener("keydown", this.onPageKey);
    this.more = new More((html, place) => this.follow(html, place as Row), ahead, this.querySelector(".grid-scroll"));
    this.prepare(this.querySelectorAll<Row>("tbody tr"));
    this.selection.show([]);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onPageKey);
    this.follower.stop();
    this.more.stop();
  }

  /** Make rows reachable by arrows instead of by Tab through every link. */
  private prepare(rows: Iterable<Row>): void {
    for (const row of rows) {
      if (row.classList.contains("more")) {
        this.more.watch(row);
        continue;
      }
      if (!row.dataset["id"]) continue;
      for (const cell of row.cells) {
        cell.tabIndex = -1;
        if (cell.matches(held)) continue;
        for (const control of cell.querySelectorAll<HTMLElement>("a, button, input")) control.tabIndex = -1;
      }
    }
    if (this.current?.isConnected) return;
    this.current = this.querySelector<Cell>("tbody tr[data-id] > *");
    if (this.current) this.current.tabIndex = 0;
  }

  private cellOf(event: Event): Cell | null {
    return from<Cell>(event, "tbody tr[data-id] > :is(td, th)");
  }

  private rowOf(cell: Cell | null): Row | null {
    return cell?.closest<Row>("tr[data-id]") ?? null;
  }

  private step(row: Row, way: 1 | -1, count = 1): Row {
    const rows = [...this.querySelectorAll<Row>("tbody tr[data-id]:not([hidden])")];
    return rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + way * count))] ?? row;
  }

  private focusCell(cell: Element | null | undefined): void {
    if (!(cell instanceof HTMLTableCellElement)) return;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: cell.classList.contains("first") ? "end" : "nearest" });
  }

  private readonly onFocus = (event: FocusEvent): void => {
    const cell = this.cellOf(event);
    if (!cell || event.target !== cell) return;
    if (this.current && this.current !== cell) this.current.tabIndex = -1;
    cell.tabIndex = 0;
    this.current = cell;
  };

  /** `j` and `k` take hold of the table from anywhere on the page. */
  private readonly onPageKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !["j", "k"].includes(event.key)) return;
    if (this.contains(document.activeElement) && this.cellOf(event)) return;
    if (document.querySelector("dialog:modal, [popover]:popover-open:not(.toasts)")) return;
    this.focusCell(this.current);
    event.preventDefault();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const cell = this.cellOf(event);
    if (!cell || event.target !== cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      if (event.key === "ArrowDown" && event.target === this.querySelector(".grid-scroll")) this.focusCell(this.current);
      else return;
      return event.preventDefault();
    }
    if (this.act(event, cell)) event.preventDefault();
  };

  private act(event: KeyboardEvent, cell: Cell): boolean {
    const row = this.rowOf(cell);
    if (!row) return false;
    const rtl = getComputedStyle(this).direction === "rtl";
    const go = (target: Row): void => {
      if (event.shiftKey) {
        this.selection.startRange(row);
        this.selection.extend(target);
      }
      this.focusCell(target.cells[cell.cellIndex]);
    };
    switch (event.key) {
      case "ArrowDown": case "j": go(this.step(row, 1)); return true;
      case "ArrowUp": case "k": go(this.step(row, -1)); return true;
      case "PageDown": go(this.step(row, 1, pageStep)); return true;
      case "PageUp": go(this.step(row, -1, pageStep)); return true;
      case "ArrowRight": case "ArrowLeft":
        this.focusCell((event.key === "ArrowRight") === rtl ? cell.previousElementSibling : cell.nextElementSibling);
        return true;
      case "Home": this.focusCell(row.cells[0]); return true;
      case "End": this.focusCell(row.cells[row.cells.length - 1]); return true;
      case " ": case "x": this.selection.toggle(row, event.shiftKey); return true;
      case "o": row.querySelector<HTMLElement>(".first a")?.click(); return true;
      case "Enter":
        if (cell.classList.contains("first")) row.querySelector<HTMLElement>(".first a")?.click();
        else void this.edit(cell);
        return true;
      case "e": case "F2": void this.edit(cell); return true;
      case "Escape":
        if (this.selection.empty) return false;
        this.selection.clear();
        return true;
      default: return false;
    }
  }

  private readonly onPress = (event: PointerEvent): void => {
    this.pressedOnFocus = document.activeElement === this.cellOf(event);
  };

  private readonly onClick = (event: MouseEvent): void => {
    const fold = from(event, '[data-toggle="group"]');
    if (fold) return void this.fold(fold);
    if (from(event, "a, button, input, label, select, textarea")) return;
    const cell = this.cellOf(event);
    if (cell && this.pressedOnFocus && event.detail === 1) void this.edit(cell);
  };

  private async edit(cell: Cell | null): Promise<void> {
    const row = this.rowOf(cell);
    const field = cell?.dataset["field"];
    if (!cell || !row || !field || cell.dataset["editable"] === undefined) return;
    await Editor.start({
      host: cell,
      slot: cell,
      url: `${row.dataset["url"]}/cell/${field}`,
      extra: () => ({ version: row.dataset["version"] ?? "", fields: this.columns.fields() }),
      saved: (html) => this.take(row, cell, html),
      left: (way) => this.leave(row, cell, way),
    });
  }

  /** After an edit: stay on the cell, or go on to the next one that can be edited. */
  private leave(row: Row, cell: Cell, way: 0 | 1 | -1 | null): void {
    if (way === 0) this.focusCell(cell);
    if (way) {
      const cells = [...row.cells].filter((each) => each.dataset["editable"] !== undefined);
      const next = cells[cells.indexOf(cell) + way];
      this.focusCell(next ?? cell);
      if (next) void this.edit(next);
    }
    if (row.dataset["stale"] && !row.querySelector(held)) void this.follower.refresh(row);
  }

  private take(row: Row, cell: Cell, html: string): void {
    const [fresh] = parse(html).children;
    this.follower.totalsSoon();
    if (row.dataset["rowUrl"]) void this.follower.refresh(row);
    else if (fresh instanceof HTMLTableRowElement) this.exchange(row, fresh);
    else if (fresh instanceof HTMLTableCellElement) {
      const focused = document.activeElement === cell;
      fresh.tabIndex = cell.tabIndex;
      fresh.dataset["state"] = "changed";
      cell.replaceWith(fresh);
      htmx.process(fresh);
      if (focused) this.focusCell(fresh);
    }
  }

  /** A new drawing of a row takes the place of the old one, except the cells that are being edited. */
  private exchange(old: Row, fresh: Row): void {
    if (!old.isConnected) return;
    const active = old.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
    const index = active?.closest<Cell>("td, th")?.cellIndex ?? -1;
    for (const cell of [...old.cells]) {
      const twin = fresh.cells[cell.cellIndex];
      if (twin && cell.matches(held)) twin.replaceWith(cell);
    }
    old.replaceWith(fresh);
    this.prepare([fresh]);
    this.selection.show([fresh]);
    htmx.process(fresh);
    fresh.dataset["state"] = "changed";
    setTimeout(() => delete fresh.dataset["state"], 700);
    if (active?.isConnected) active.focus({ preventScroll: true });
    else if (index >= 0) this.focusCell(fresh.cells[index]);
    if (this.current && !this.current.isConnected) this.current = fresh.cells[Math.max(0, index)] ?? null;
    if (this.current) this.current.tabIndex = 0;
  }

  private follow(html: string, place: Row): void {
    const fragment = parse(html);
    const rows = [...fragment.querySelectorAll<Row>("tr")];
    const bodies = fragment.querySelectorAll("tbody");
    place.closest("table")?.append(...bodies);
    place.replaceWith(...[...fragment.children].filter((child) => child.tagName === "TR"));
    this.prepare(rows);
    this.selection.show(rows.filter((row) => row.dataset["id"]));
    rows.forEach((row) => htmx.process(row));
  }

  /** Fold a group and all that lies in it; unfolding leaves folded what was folded inside. */
  private async fold(button: HTMLElement): Promise<void> {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    const group = button.closest<Row>("tr");
    const rows = inside(group);
    let folded = Infinity;
    for (const row of rows) {
      const level = levelOf(row);
      if (level <= folded) folded = Infinity;
      row.hidden = !open || folded < Infinity;
      if (folded === Infinity && row.querySelector('[data-toggle="group"][aria-expanded="false"]')) folded = level;
    }
    if (!open || rows.length || !button.dataset["url"] || !group) return;
    const answer = await request(button.dataset["url"]);
    const fresh = [...parse(answer.html).querySelectorAll<Row>("tr")];
    if (!answer.ok) return;
    group.after(...fresh);
    this.prepare(fresh);
    this.selection.show(fresh.filter((row) => row.dataset["id"]));
    fresh.forEach((row) => htmx.process(row));
  }
}

/** The level of a group's head; rows lie deeper than any. */
const levelOf = (row: Row): number => (row.classList.contains("group") ? Number(row.dataset["level"] ?? 1) : 9);

function inside(group: Row | null): Row[] {
  const found: Row[] = [];
  if (!group) return found;
  for (let row = group.nextElementSibling; row instanceof HTMLTableRowElement && levelOf(row) > levelOf(group); row = row.nextElementSibling) found.push(row);
  return found;
}
