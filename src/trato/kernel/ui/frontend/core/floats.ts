/* What floats: where fragments from the server land, and where a popover stands beside its anchor. */
import htmx from "htmx.org";
import { make, parse } from "./dom";

const gap = 4;

/** Put a fragment (a dialog, most often) into the page's floats and wake it. */
export function land(shown: string | Element): void {
  const host = document.getElementById("floats") ?? document.body.appendChild(make("div", { id: "floats" }));
  for (const element of typeof shown === "string" ? [...parse(shown).children] : [shown]) {
    host.append(element);
    htmx.process(element);
  }
}

/** Stand below the anchor, or above it where there is no room; start edges meet, inside the window. */
export function place(float: HTMLElement, anchor: Pick<Element, "getBoundingClientRect">): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = float;
  const rtl = getComputedStyle(anchor instanceof Element ? anchor : float).direction === "rtl";
  const below = innerHeight - at.bottom - gap;
  const top = height <= below || at.top < below ? at.bottom + gap : at.top - gap - height;
  const left = rtl ? at.right - width : at.left;
  const clamp = (value: number, room: number): number => Math.max(gap, Math.min(value, room - gap));
  float.style.top = `${clamp(top, Math.max(gap * 2, innerHeight - height))}px`;
  float.style.left = `${clamp(left, Math.max(gap * 2, innerWidth - width))}px`;
}

/** Open an element as a popover at an anchor; it leaves the page when it closes. Escape and a click outside close it. */
export function popUp(float: HTMLElement, anchor: HTMLElement, closed?: () => void): void {
  float.popover = "auto";
  (anchor.closest("dialog[open]") ?? document.getElementById("floats") ?? document.body).append(float);
  htmx.process(float);
  float.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "open") return;
    const inside = float.contains(document.activeElement) || document.activeElement === document.body;
    float.remove();
    closed?.();
    if (inside && anchor.isConnected) anchor.focus();
  });
  float.showPopover();
  place(float, anchor);
}

/** Up and Down, Home and End, first letters: the keys of any list of choices. */
export function steer(event: KeyboardEvent, items: HTMLElement[]): boolean {
  const at = items.indexOf(document.activeElement as HTMLElement);
  const last = items.length - 1;
  let next: number | undefined;
  if (event.key === "ArrowDown") next = at >= last ? 0 : at + 1;
  else if (event.key === "ArrowUp") next = at <= 0 ? last : at - 1;
  else if (event.key === "Home") next = 0;
  else if (event.key === "End") next = last;
  else if (event.key.length === 1 && /\p{L}|\p{N}/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const letter = event.key.toLocaleLowerCase();
    const found = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter));
    next = found ? items.indexOf(found) : undefined;
  }
  const target = next === undefined ? undefined : items[next];
  if (!target) return false;
  target.focus();
  event.preventDefault();
  return true;
}
