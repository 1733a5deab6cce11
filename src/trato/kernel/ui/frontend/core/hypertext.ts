/* htmx, set up for this product: token on writes, 422 swapped, a conflict opened, any other failure told. */
import htmx from "htmx.org";
import { failure, isConflict, say, token } from "./http";
import { land } from "./floats";
import { make } from "./dom";
import { t } from "./strings";

interface Context {
  request: { method: string; headers: Record<string, string> };
  response?: { status: number; headers: Headers };
  text?: string;
  confirm?: string;
  sourceElement?: Element;
}

const contextOf = (event: Event): Context => (event as CustomEvent<{ ctx: Context }>).detail.ctx;

function judge(event: Event): void {
  const { response, text = "", sourceElement } = contextOf(event);
  if (!response || response.status < 400 || response.status === 422) {
    if (response?.status === 204) sourceElement?.closest("t-dialog")?.dispatchEvent(new CustomEvent("dialog:close"));
    return;
  }
  event.preventDefault();
  if (isConflict(response.status) && text.includes("<dialog")) return land(text);
  const toast = failure(response.status, text, response.headers);
  if (toast) say(toast);
}

function ask(event: Event): void {
  const { ctx, issueRequest, dropRequest } = (event as CustomEvent<{ ctx: Context; issueRequest: () => void; dropRequest: () => void }>).detail;
  if (!ctx.confirm) return;
  event.preventDefault();
  const danger = ctx.sourceElement instanceof HTMLElement && ctx.sourceElement.dataset["kind"] === "danger";
  void confirmed(ctx.confirm, danger).then((yes) => (yes ? issueRequest() : dropRequest()));
}

/** Ask in our own dialog; resolves to the answer. */
export function confirmed(question: string, danger = false): Promise<boolean> {
  const yes = make("button", { type: "button", class: "button", "data-kind": danger ? "danger" : "primary", value: "yes", autofocus: true }, t("confirm"));
  const no = make("button", { type: "button", class: "button", value: "no" }, t("cancel"));
  const dialog = make("dialog", { class: "dialog", "aria-label": question }, make("p", {}, question), make("div", { class: "button-row", "data-end": true }, no, yes));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close("no"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

export function startHypertext(): void {
  htmx.config.defaultTimeout = 30_000;
  // While it settles, htmx copies style attributes from what it replaces, which the content security policy refuses.
  htmx.config.defaultSettleDelay = 0;
  // Our attributes have one name, so that nothing is looked for under two.
  htmx.config.prefix = "";
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = contextOf(event);
    if (request.method !== "GET") request.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:after:request", judge);
  document.addEventListener("htmx:confirm", ask);
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx?: Context }>).detail;
    if (ctx && !ctx.response) say(failure(0, "") ?? { message: t("offline") });
  });
}
