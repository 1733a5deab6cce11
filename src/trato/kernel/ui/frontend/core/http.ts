/* Requests of the elements themselves. They follow the same rules as htmx's: token on writes, HX-Trigger and
   HX-Redirect obeyed, a conflict opened as a dialog, every other failure told in a toast. */
import { land } from "./floats";
import { t } from "./strings";

export interface Answer {
  ok: boolean;
  /** HTTP status, 0 when the server was not reached. */
  status: number;
  html: string;
}

export interface Call {
  method?: "GET" | "POST";
  body?: BodyInit | Record<string, unknown>;
  signal?: AbortSignal;
  /** Say nothing when it fails; the caller does. */
  quiet?: boolean;
  /** It goes on when the page is left. */
  lasting?: boolean;
}

export interface Toast {
  message: string;
  undo_url?: string;
  tone?: string;
  href?: string;
  label?: string;
}

export const token = (): string => document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";

export function say(toast: Toast): void {
  document.dispatchEvent(new CustomEvent("toast", { detail: toast }));
}

/** The address with these parameters set; empty ones are dropped. */
export function withQuery(address: string, values: Record<string, string | null | undefined>): string {
  const url = new URL(address, location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}

function obey(headers: Headers): void {
  const redirect = headers.get("HX-Redirect");
  if (redirect) location.assign(redirect);
  const trigger = headers.get("HX-Trigger");
  if (!trigger) return;
  const events = (trigger.startsWith("{") ? JSON.parse(trigger) : Object.fromEntries(trigger.split(",").map((name) => [name.trim(), {}]))) as Record<string, unknown>;
  for (const [name, detail] of Object.entries(events)) document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** What to tell about a failure: the server's words if it gave some. */
export function failure(status: number, text: string, headers?: Headers): Toast | null {
  if (headers?.get("HX-Trigger")?.includes('"toast"')) return null;
  if (status === 0) return { message: t("offline"), tone: "warning" };
  try {
    const detail = (JSON.parse(text) as { detail?: unknown }).detail;
    if (typeof detail === "string" && detail) return { message: detail, tone: "negative" };
  } catch { /* not JSON: our own words */ }
  if (status === 401 || status === 403) return { message: t("not_allowed"), tone: "negative" };
  if (status === 404 || status === 410) return { message: t("gone"), tone: "negative" };
  if (status === 413) return { message: t("too_large"), tone: "negative" };
  if (status === 429) return { message: t("too_many"), tone: "warning" };
  return { message: t("failed"), tone: "negative" };
}

export const isConflict = (status: number): boolean => status === 409 || status === 412;

export async function request(url: string, call: Call = {}): Promise<Answer> {
  const method = call.method ?? (call.body ? "POST" : "GET");
  const headers: Record<string, string> = { "HX-Request": "true", "HX-Current-URL": location.href, Accept: "text/html" };
  if (method !== "GET") headers["X-CSRFToken"] = token();
  let body = call.body;
  if (body && Object.getPrototypeOf(body) === Object.prototype) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  try {
    const init: RequestInit = { method, headers, body: (body as BodyInit | undefined) ?? null, credentials: "same-origin" };
    if (call.signal) init.signal = call.signal;
    if (call.lasting) init.keepalive = true;
    const response = await fetch(url, init);
    const html = await response.text();
    obey(response.headers);
    if (!response.ok && response.status !== 422) {
      if (isConflict(response.status) && html.includes("<dialog")) land(html);
      else if (!call.quiet) tell(failure(response.status, html, response.headers));
    }
    return { ok: response.ok, status: response.status, html };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return { ok: false, status: -1, html: "" };
    if (!call.quiet) tell(failure(0, ""));
    return { ok: false, status: 0, html: "" };
  }
}

function tell(toast: Toast | null): void {
  if (toast) say(toast);
}
