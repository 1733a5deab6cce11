/* t-queue: after a verb the queue is asked what comes next; the record stays while it still belongs here. */
import htmx from "htmx.org";

export class Queue extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("trato:record", this.onDone);
    this.querySelector<HTMLElement>("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  disconnectedCallback(): void {
    document.removeEventListener("trato:record", this.onDone);
  }

  private readonly onDone = (): void => {
    const url = this.dataset["again"];
    if (url) void htmx.ajax("GET", url, { source: this, target: this, swap: "outerHTML" });
  };
}
