/* t-dialog: a native <dialog> (dialog, drawer, conflict) that opens as it arrives, and gives focus back when it goes. */
import { firstControl, from } from "../core/dom";

export class Dialog extends HTMLElement {
  private opener: HTMLElement | null = null;

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  connectedCallback(): void {
    this.addEventListener("click", this.onClick);
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("dialog:close", this.onCloseAsked);
    document.addEventListener("dialog:close", this.onCloseAsked);
    this.dialog?.addEventListener("close", this.onClosed);
    if (this.parentElement?.id === "floats" || this.dataset["open"] !== undefined) this.open();
  }

  disconnectedCallback(): void {
    document.removeEventListener("dialog:close", this.onCloseAsked);
  }

  open(): void {
    const { dialog } = this;
    if (!dialog || dialog.open) return;
    this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>("[autofocus], [aria-invalid='true']") ?? firstControl(dialog.querySelector("form, .body") ?? dialog))?.focus();
  }

  close(): void {
    if (this.dialog?.open) this.dialog.close();
    else this.onClosed();
  }

  private readonly onClosed = (): void => {
    if (this.opener?.isConnected) this.opener.focus();
    if (this.dataset["persist"] === undefined) this.remove();
  };

  /** From inside it is meant for this one; from the document, for the one on top. */
  private readonly onCloseAsked = (event: Event): void => {
    if (event.target !== document) {
      if (event.currentTarget !== this) return;
      event.stopPropagation();
      return this.close();
    }
    const open = [...document.querySelectorAll<Dialog>("t-dialog")].filter((element) => element.dialog?.open);
    if (open.at(-1) === this) this.close();
  };

  private readonly onClick = (event: MouseEvent): void => {
    if (from(event, "[data-close]")) return this.close();
    const { dialog } = this;
    if (event.target !== dialog || !dialog || this.dataset["static"] !== undefined) return;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const outside = event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
    if (outside && event.detail > 0) this.close();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = from<HTMLFormElement>(event, "form") ?? this.querySelector("form");
    form?.requestSubmit();
    event.preventDefault();
  };
}

/** `data-opens="#id"`: open a dialog that waits in the page. */
export function openWaiting(event: Event): void {
  const selector = from(event, "[data-opens]")?.dataset["opens"];
  const found = selector ? document.querySelector(selector) : null;
  if (found instanceof Dialog) found.open();
}
