/* Making and reading DOM: small, typed, nothing that evaluates text as script. */

export type Child = Node | string | null | undefined | false;

/** A new element. Attribute `true` is an empty attribute; `false`, null and undefined leave it out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string | number | boolean | null | undefined> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** HTML from our own server as nodes; rows and cells survive without their table. */
export function parse(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content;
}

/** The icon of that name from the sprite. */
export function icon(name: string, size: "s" | "m" | "l" = "s"): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  if (size !== "m") svg.dataset["size"] = size;
  const use = document.createElementNS(space, "use");
  const sprite = document.querySelector<HTMLMetaElement>('meta[name="icons"]')?.content ?? "";
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

/** Is the user writing text, so that letters are letters? */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "file", "range", "color"].includes(target.type);
}

/** The nearest ancestor of an event's target that matches. */
export function from<T extends Element = HTMLElement>(event: Event, selector: string): T | null {
  return event.target instanceof Element ? event.target.closest<T>(selector) : null;
}

export function shown(element: Element): boolean {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? true;
}

/** Run once the calls have stopped for that many milliseconds. */
export function later<A extends unknown[]>(work: (...args: A) => void, wait: number): (...args: A) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), wait);
  };
}

/** The first focusable control inside, preferring what asks for it. */
export function firstControl(root: ParentNode): HTMLElement | null {
  return root.querySelector<HTMLElement>("[autofocus]")
    ?? root.querySelector<HTMLElement>('input:not([type="hidden"], :disabled), select:not(:disabled), textarea:not(:disabled)')
    ?? root.querySelector<HTMLElement>("button:not(:disabled), a[href]");
}
