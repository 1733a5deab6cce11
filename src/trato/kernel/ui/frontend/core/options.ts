/* A list of options under a field that keeps the focus: one of them is picked, and the field says which. */

let named = 0;

export class Options {
  private readonly field: () => HTMLElement | null;
  private readonly list: () => HTMLElement | null;

  constructor(field: () => HTMLElement | null, list: () => HTMLElement | null) {
    this.field = field;
    this.list = list;
  }

  get all(): HTMLElement[] {
    return [...(this.list()?.querySelectorAll<HTMLElement>('[role="option"]:not([aria-disabled="true"])') ?? [])];
  }

  get picked(): HTMLElement | undefined {
    return this.all.find((option) => option.getAttribute("aria-selected") === "true");
  }

  pick(option: HTMLElement | undefined): void {
    for (const other of this.all) other.setAttribute("aria-selected", String(other === option));
    if (!option) return this.field()?.removeAttribute("aria-activedescendant");
    option.id ||= `option-${++named}`;
    this.field()?.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** Pick the next one, or the one before (-1); after the last comes the first. */
  step(by: 1 | -1): void {
    const { all, picked } = this;
    const at = picked ? all.indexOf(picked) : by > 0 ? -1 : 0;
    this.pick(all.at((at + by) % Math.max(all.length, 1)));
  }

  /** Pick the one that lies so many further, and no further than the ends. */
  leap(by: number): void {
    const { all, picked } = this;
    const at = picked ? all.indexOf(picked) : -1;
    this.pick(all[Math.max(0, Math.min(at + by, all.length - 1))]);
  }
}
