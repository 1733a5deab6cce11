/* The product as an app: its service worker, whose copies of pages are one person's only, and the note on a copy. */
import { make } from "./dom";
import { t } from "./strings";

const last = "person";

/** Forget the pages that were seen: somebody signs out, or somebody else signed in. */
export function wipeCopies(): void {
  navigator.serviceWorker?.controller?.postMessage({ wipe: true });
}

function sayCopy(): void {
  const at = document.querySelector<HTMLMetaElement>('meta[name="copy-of"]')?.content;
  if (!at) return;
  const when = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  document.body.prepend(make("p", { class: "copy-note", role: "status" }, t("copy_of").replace("{when}", when)));
  addEventListener("online", () => location.reload(), { once: true });
}

export function startInstalled(): void {
  sayCopy();
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  const person = document.body.dataset["user"] ?? "";
  try {
    if (person && localStorage.getItem(last) !== person) {
      wipeCopies();
      localStorage.setItem(last, person);
    }
  } catch { /* without storage nothing tells two people apart: nothing may stay */
    wipeCopies();
  }
}
