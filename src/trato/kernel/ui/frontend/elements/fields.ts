/* t-fields: the panel of fields of a record. A click or Enter on a value puts its control in its place. */
import htmx from "htmx.org";
import { changesOf, type Presence } from "../core/changes";
import { from, parse } from "../core/dom";
import { Editor, held } from "../core/editor";
import { request } from "../core/http";
import { answers } from "../core/keys";

export class Fields extends HTMLElement {
  private stale = false;

  connectedCallback(): void {
    this.addEventListener("click", this.onClick);
    this.addEventListener("keydown", this.onKey);
    document.addEventListener("trato:changed", this.onChanged);
    document.addEventListener("trato:presence", this.onPresence);
    answers("e", "key_edit", this.onEdit);
    this.prepare(this);
  }

  /** `e` from anywhere on the page edits the first field. */
  private readonly onEdit = (): void => {
    const row = this.querySelector<HTMLElement>("[data-field][data-editable]:not([data-state])");
    if (row) void this.edit(row);
  };

  disconnectedCallback(): void {
    document.removeEventListener("trato:changed", this.onChanged);
    document.removeEventListener("trato:presence", this.onPresence);
  }

  private prepare(root: ParentNode): void {
    for (const value of root.querySelectorAll<HTMLElement>("[data-editable] > dd")) {
      if (!value.querySelector("button.add")) value.tabIndex = 0;
    }
  }

  private readonly onClick = (event: MouseEvent): void => {
    const row = from(event, "[data-field][data-editable]");
    if (!row || row.dataset["state"] || from(event, "a") || (from(event, "button") && !from(event, "button.add"))) return;
    if (getSelection()?.toString()) return;
    void this.edit(row);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const row = from(event, "[data-field][data-editable]");
    if (!row || row.dataset["state"] || !["Enter", "F2", "e"].includes(event.key) || !(event.target as Element).matches("dd")) return;
    event.preventDefault();
    void this.edit(row);
  };

  private async edit(row: HTMLElement): Promise<void> {
    const slot = row.querySelector("dd");
    if (!slot) return;
    await Editor.start({
      host: row,
      slot,
      url: `${this.dataset["url"]}/field/${row.dataset["field"]}`,
      extra: () => ({ version: this.dataset["version"] ?? "" }),
      saved: (html) => this.take(html),
      left: (way) => this.leave(row, way),
    });
  }

  private leave(row: HTMLElement, way: 0 | 1 | -1 | null): void {
    if (way === 0) row.querySelector<HTMLElement>("dd[tabindex], dd button")?.focus();
    if (way) {
      const rows = [...this.querySelectorAll<HTMLElement>("details[open] [data-editable], :not(details) > dl [data-editable]")];
      const next = rows[rows.indexOf(row) + way];
      if (next) void this.edit(next);
    }
    if (this.stale && !this.busy()) void this.refresh();
  }

  private busy(): boolean {
    return this.querySelector(held) !== null;
  }

  /** Each row takes the place of its namesake, unless that one is being edited. */
  private take(html: string): void {
    for (const fresh of [...parse(html).querySelectorAll<HTMLElement>("[data-field]")]) {
      if (fresh.dataset["version"]) this.dataset["version"] = fresh.dataset["version"];
      const name = CSS.escape(fresh.dataset["field"] ?? "");
      const old = this.querySelector<HTMLElement>(`[data-field="${name}"]`);
      if (!old || old.matches(held)) continue;
      const focused = old.contains(document.activeElement);
      old.replaceWith(fresh);
      htmx.process(fresh);
      this.prepare(fresh.parentElement ?? this);
      if (focused) fresh.querySelector<HTMLElement>("dd[tabindex], dd button")?.focus();
    }
  }

  private readonly onChanged = (event: Event): void => {
    const mine = changesOf(event).some(({ object, id, version }) =>
      object === this.dataset["object"] && id === this.dataset["id"] && !(version !== undefined && Number(this.dataset["version"]) >= version));
    if (!mine) return;
    if (this.busy()) this.stale = true;
    else void this.refresh();
  };

  /** The field that somebody else edits wears their name. */
  private readonly onPresence = (event: Event): void => {
    const { object, id, field, users } = (event as CustomEvent<Presence>).detail;
    if (!field || object !== this.dataset["object"] || id !== this.dataset["id"]) return;
    const row = this.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
    const [user] = users;
    if (row && user) Object.assign(row.dataset, { by: user.name, hue: String(user.hue) });
    else if (row) delete row.dataset["by"];
  };

  private async refresh(): Promise<void> {
    this.stale = false;
    const answer = await request(`${this.dataset["url"]}/fields`, { quiet: true });
    if (answer.ok) this.take(answer.html);
    document.dispatchEvent(new CustomEvent("trato:record", { detail: { id: this.dataset["id"] } }));
  }
}
