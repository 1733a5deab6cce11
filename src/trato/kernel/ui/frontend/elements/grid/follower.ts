/* The table keeps up with what changes elsewhere: rows are fetched anew, totals follow, others' cells wear their name.
   A row under edit waits until the edit is over. */
import { Arrivals } from "../../core/arrivals";
import { changesOf, reloadView, type Presence } from "../../core/changes";
import { later, parse } from "../../core/dom";
import { held } from "../../core/editor";
import { request, withQuery } from "../../core/http";

type Row = HTMLTableRowElement;

/** More rows than this changed at once: draw the view again rather than row by row. */
const manyRows = 25;
const patience = 300;

export class Follower {
  readonly totalsSoon = later(() => void this.totals(), patience);
  private readonly arrivals: Arrivals;

  constructor(
    private readonly grid: HTMLElement,
    private readonly fields: () => string,
    private readonly exchange: (old: Row, fresh: Row) => void,
    idle: () => boolean,
  ) {
    this.arrivals = new Arrivals(grid, () => grid.querySelector<HTMLElement>(".grid-scroll"), idle);
    document.addEventListener("trato:changed", this.onChanged);
    document.addEventListener("trato:presence", this.onPresence);
  }

  stop(): void {
    document.removeEventListener("trato:changed", this.onChanged);
    document.removeEventListener("trato:presence", this.onPresence);
  }

  private row(id: string): Row | null {
    return this.grid.querySelector<Row>(`tbody tr[data-id="${CSS.escape(id)}"]`);
  }

  async refresh(row: Row): Promise<void> {
    delete row.dataset["stale"];
    const answer = await request(withQuery(row.dataset["rowUrl"] ?? `${row.dataset["url"]}/row`, { fields: this.fields() }), { quiet: true });
    const [fresh] = parse(answer.html).children;
    if (answer.status === 404 || answer.status === 410) row.remove();
    else if (answer.ok && fresh instanceof HTMLTableRowElement) this.exchange(row, fresh);
  }

  private readonly onChanged = (event: Event): void => {
    const rows: Row[] = [];
    for (const change of changesOf(event)) {
      if (change.object !== this.grid.dataset["object"]) continue;
      this.totalsSoon();
      const row = this.row(change.id);
      if (!row) this.arrivals.take(change);
      if (row && !(change.version !== undefined && Number(row.dataset["version"]) >= change.version)) rows.push(row);
    }
    if (rows.length > manyRows) return reloadView();
    for (const row of rows) {
      if (row.querySelector(held)) row.dataset["stale"] = "1";
      else void this.refresh(row);
    }
  };

  /** The foot of the table, and the heads of its groups by their `data-group`. */
  private async totals(): Promise<void> {
    const url = this.grid.dataset["totalsUrl"];
    if (!url || !this.grid.isConnected) return;
    const answer = await request(withQuery(url, { fields: this.fields() }), { quiet: true });
    if (!answer.ok) return;
    const fragment = parse(answer.html);
    const foot = fragment.querySelector("tfoot");
    if (foot) this.grid.querySelector("tfoot")?.replaceWith(foot);
    for (const fresh of fragment.querySelectorAll<Row>("tr.group[data-group]")) {
      const old = this.grid.querySelector<Row>(`tr.group[data-group="${CSS.escape(fresh.dataset["group"] ?? "")}"]`);
      [...(old?.cells ?? [])].forEach((cell, index) => index > 0 && fresh.cells[1] && cell.replaceWith(fresh.cells[1]));
    }
  }

  private readonly onPresence = (event: Event): void => {
    const { object, id, field, users } = (event as CustomEvent<Presence>).detail;
    if (object !== this.grid.dataset["object"]) return;
    const row = this.row(id);
    row?.querySelectorAll<HTMLElement>('[data-state="presence"]').forEach((cell) => delete cell.dataset["state"]);
    const cell = field ? row?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]:not([data-state])`) : null;
    const [user] = users;
    if (cell && user) Object.assign(cell.dataset, { state: "presence", by: user.name, hue: String(user.hue) });
  };
}
