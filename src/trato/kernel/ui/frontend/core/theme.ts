/* Theme, density and what is folded in the sidebar: kept in cookies so that the server draws the next page right at once. */

const year = 31_536_000;
const absent = new Set(["system", "default"]);

function keep(name: string, value: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${year}; SameSite=Lax${secure}`;
}

function set(name: "theme" | "density", value: string): void {
  const root = document.documentElement;
  if (absent.has(value)) root.removeAttribute(`data-${name}`);
  else root.setAttribute(`data-${name}`, value);
  keep(name, value);
  mark(document);
  document.dispatchEvent(new CustomEvent(`trato:${name}`, { detail: { value } }));
}

/** Show which choice holds. */
export function mark(root: ParentNode): void {
  const html = document.documentElement;
  const current = { theme: html.dataset["theme"] ?? "system", density: html.dataset["density"] ?? "default" };
  for (const name of ["theme", "density"] as const) {
    for (const button of root.querySelectorAll<HTMLElement>(`[data-set-${name}]`)) {
      const attribute = button.getAttribute("role")?.startsWith("menuitem") ? "aria-checked" : "aria-pressed";
      button.setAttribute(attribute, String(button.getAttribute(`data-set-${name}`) === current[name]));
    }
  }
}

export function pickTheme(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-set-theme], [data-set-density]") : null;
  if (!button) return;
  const { setTheme, setDensity } = button.dataset;
  if (setTheme) set("theme", setTheme);
  if (setDensity) set("density", setDensity);
}

/** Groups of the sidebar that one closed (`details[data-fold]`, named by an address) stay closed. */
export function keepFolds(event: Event): void {
  if (!(event.target instanceof HTMLDetailsElement) || event.target.dataset["fold"] === undefined) return;
  const closed = [...document.querySelectorAll<HTMLElement>("details[data-fold]:not([open])")];
  keep("folded", closed.map((each) => `${each.dataset["fold"]}:`).join(""));
}
