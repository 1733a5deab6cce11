/* t-upload: a file is dropped or chosen and goes up with its progress shown. */
import htmx from "htmx.org";
import { failure, say, token } from "../core/http";
import { number, t } from "../core/strings";

export class Upload extends HTMLElement {
  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector('input[type="file"]');
  }

  connectedCallback(): void {
    const drop = this.querySelector<HTMLElement>(".drop");
    for (const type of ["dragenter", "dragover"]) drop?.addEventListener(type, this.onOver);
    drop?.addEventListener("dragleave", () => delete drop.dataset["state"]);
    drop?.addEventListener("drop", this.onDrop);
    this.input?.addEventListener("change", () => this.dataset["wait"] === undefined && this.send());
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  private readonly onOver = (event: Event): void => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).dataset["state"] = "over";
  };

  private readonly onDrop = (event: DragEvent): void => {
    event.preventDefault();
    delete (event.currentTarget as HTMLElement).dataset["state"];
    const { input } = this;
    if (!input || !event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  private tell(text: string): void {
    const place = this.querySelector('[role="status"]');
    if (place) place.textContent = text;
  }

  private send(): void {
    const { form, input } = this;
    const file = input?.files?.[0];
    if (!form || !input || !file) return;
    const limit = Number(input.dataset["max"] ?? 0);
    if (limit && file.size > limit) return this.tell(t("too_large"));
    const call = new XMLHttpRequest();
    call.open("POST", form.action);
    call.setRequestHeader("HX-Request", "true");
    call.setRequestHeader("X-CSRFToken", token());
    const bar = this.querySelector("progress");
    call.upload.addEventListener("progress", ({ loaded, total }) => {
      if (bar) Object.assign(bar, { hidden: false, max: total, value: loaded });
      this.tell(t("uploading", { name: file.name, percent: number((loaded / Math.max(total, 1)) * 100) }));
    });
    call.addEventListener("loadend", () => this.answered(call, bar));
    call.send(new FormData(form));
  }

  private answered(call: XMLHttpRequest, bar: HTMLProgressElement | null): void {
    if (bar) bar.hidden = true;
    this.tell("");
    const redirect = call.getResponseHeader("HX-Redirect");
    if (redirect) return location.assign(redirect);
    if ((call.status >= 200 && call.status < 300) || call.status === 422) {
      const target = (this.dataset["target"] && document.querySelector(this.dataset["target"])) || this;
      void htmx.swap({ text: call.responseText, target, swap: target === this ? "outerHTML" : "innerHTML" });
    } else {
      const toast = failure(call.status, call.responseText);
      if (toast) say(toast);
    }
  }
}
