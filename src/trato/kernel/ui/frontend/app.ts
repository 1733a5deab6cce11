/* Every page: the style sheets, htmx, keys, theme, and the elements of a table page. */
import "./css/tokens.css";
import "./css/base.css";
import "./css/components.css";
import "./css/floats.css";
import "./css/changing.css";
import "./css/demo.css";
import "./css/views.css";
import { onBadge, onPresence, reloadView } from "./core/changes";
import { countSoon } from "./core/counts";
import { dropAllDrafts } from "./core/drafts";
import { from } from "./core/dom";
import { arrive, define, whenSeen } from "./core/elements";
import { confirmed, startHypertext } from "./core/hypertext";
import { startInstalled, wipeCopies } from "./core/installed";
import { startKeys } from "./core/keys";
import { keepFolds, mark, pickTheme } from "./core/theme";
import { say } from "./core/http";
import { t } from "./core/strings";
import { Combobox } from "./elements/combobox";
import { Dialog, openWaiting } from "./elements/dialog";
import { Draft } from "./elements/draft";
import { Filter } from "./elements/filter";
import { Grid } from "./elements/grid";
import { Live } from "./elements/live";
import { Menu } from "./elements/menu";
import { Multi } from "./elements/multi";
import { Palette } from "./elements/palette";
import { Toasts } from "./elements/toast";

/** Small things that any control may ask for by an attribute. */
function onClick(event: MouseEvent): void {
  pickTheme(event);
  openWaiting(event);
  const press = from(event, "[data-press]:not([role='option'])")?.dataset["press"];
  if (press) document.querySelector<HTMLElement>(press)?.click();
  const copy = from(event, "[data-copy]")?.dataset["copy"];
  if (copy !== undefined) void navigator.clipboard.writeText(copy).then(() => say({ message: t("copied") }));
  if (from(event, "[data-drop-drafts]")) {
    dropAllDrafts();
    wipeCopies();
  }
}

/** `data-confirm` on a button: its click waits for the answer. */
function onAsk(event: MouseEvent): void {
  const button = from(event, "[data-confirm]");
  const question = button?.dataset["confirm"];
  if (!button || !question || button.dataset["confirmed"] !== undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void confirmed(question, button.dataset["kind"] === "danger").then((yes) => {
    if (!yes) return;
    button.dataset["confirmed"] = "";
    button.click();
    delete button.dataset["confirmed"];
  });
}

function start(): void {
  startHypertext();
  startKeys();
  startInstalled();
  document.addEventListener("click", onAsk, true);
  document.addEventListener("click", onClick);
  document.addEventListener("toggle", keepFolds, true);
  document.addEventListener("change", (event) => from<HTMLFormElement>(event, "form[data-autosubmit]")?.requestSubmit());
  document.addEventListener("trato:badge", onBadge);
  document.addEventListener("trato:presence", onPresence);
  document.addEventListener("trato:refresh", reloadView);
  document.addEventListener("trato:changed", countSoon);
  document.addEventListener("trato:refresh", countSoon);
  mark(document);
  document.querySelector(":is(.tabs, .settings > nav):not(.catalogue *) [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  define("t-toast", Toasts);
  define("t-dialog", Dialog);
  define("t-draft", Draft);
  define("t-menu", Menu);
  define("t-combobox", Combobox);
  define("t-multi", Multi);
  define("t-palette", Palette);
  define("t-filter", Filter);
  define("t-grid", Grid);
  define("t-live", Live);
  whenSeen("t-board", async () => (await import("./elements/board")).Board);
  whenSeen("t-bulk", async () => (await import("./elements/bulk")).Bulk);
  whenSeen("t-order", async () => (await import("./elements/order")).Order);
  whenSeen("t-job", async () => (await import("./elements/job")).Job);
  whenSeen("t-chart", async () => (await import("./elements/chart")).Chart);
  whenSeen("t-fields", async () => (await import("./elements/fields")).Fields);
  whenSeen("t-composer", async () => (await import("./elements/composer")).Composer);
  whenSeen("t-prose", async () => (await import("./elements/prose")).Prose);
  whenSeen("t-upload", async () => (await import("./elements/upload")).Upload);
  new MutationObserver(arrive).observe(document.body, { childList: true, subtree: true });
  arrive();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
