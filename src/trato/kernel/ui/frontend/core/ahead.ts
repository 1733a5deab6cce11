/* Keys typed ahead: what is typed before a control has come from the server is for that control, and for nobody else.
   Nothing of it runs a key of the page, nothing of it is lost on a slow line. */

type End = "Enter" | "Tab" | "Shift+Tab" | "Escape";

export interface Typed {
  text: string;
  /** Whether anything was typed: Backspace alone empties the control. */
  any: boolean;
  end: End | null;
}

/** What came after a Tab: for the next control. */
let leftover: string[] = [];

const ends = new Set<string>(["Enter", "Tab", "Shift+Tab", "Escape"]);

export class Ahead {
  private readonly keys: string[] = leftover;

  constructor() {
    leftover = [];
    window.addEventListener("keydown", this.onKey, true);
  }

  /** The control is there, or will not come: what was typed for it. */
  stop(): Typed {
    window.removeEventListener("keydown", this.onKey, true);
    const typed: Typed = { text: "", any: false, end: null };
    for (const [place, key] of this.keys.entries()) {
      if (ends.has(key)) {
        typed.end = key as End;
        if (key.endsWith("Tab")) leftover = this.keys.slice(place + 1);
        return typed;
      }
      typed.any = true;
      typed.text = key === "Backspace" ? typed.text.slice(0, -1) : typed.text + key;
    }
    return typed;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || this.keys.some((key) => key === "Enter" || key === "Escape")) return;
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat && ends.has(event.key)) return;
    const key = event.key === "Tab" && event.shiftKey ? "Shift+Tab" : event.key;
    if (key.length === 1 || key === "Backspace" || ends.has(key)) this.keys.push(key);
  };
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Do with a control what the keys would have done had it been there. */
export function type(control: Control, text: string): void {
  if (control instanceof HTMLSelectElement) {
    const found = [...control.options].find((option) => option.text.trim().toLowerCase().startsWith(text.trim().toLowerCase()));
    if (!found || !text.trim()) return;
    control.value = found.value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  if (["checkbox", "radio"].includes(control.type)) {
    if (text.includes(" ")) control.click();
    return;
  }
  if (control.selectionStart === null) control.value = text;
  else control.setRangeText(text, control.selectionStart, control.selectionEnd ?? control.value.length, "end");
  control.dispatchEvent(new Event("input", { bubbles: true }));
}
