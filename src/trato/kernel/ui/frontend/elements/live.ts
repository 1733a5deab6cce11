/* t-live: what happens elsewhere, as events on the document. One connection serves every tab of the browser. */
import { beHere, kinds, type Signal, type Spot } from "../core/signals";

export class Live extends HTMLElement {
  private stop: (() => void) | null = null;
  private move: ((spots: Spot[]) => void) | null = null;
  private edited: Spot | null = null;

  connectedCallback(): void {
    addEventListener("pagehide", this.onLeave);
    addEventListener("pageshow", this.onReturn);
    document.addEventListener("trato:editing", this.onEditing);
    this.begin();
  }

  disconnectedCallback(): void {
    removeEventListener("pagehide", this.onLeave);
    removeEventListener("pageshow", this.onReturn);
    document.removeEventListener("trato:editing", this.onEditing);
    this.onLeave();
  }

  private begin(): void {
    const url = this.dataset["url"];
    if (!url || this.stop) return;
    const address = new URL(url, location.href).href;
    this.stop = this.shared(address) ?? this.alone(address);
  }

  /** The record that the page shows, and the one of which a field is being edited. */
  private spots(): Spot[] {
    const { object, id } = document.getElementById("main")?.dataset ?? {};
    const shown = object && id ? [{ object, id }] : [];
    return this.edited ? [...shown, this.edited] : shown;
  }

  private readonly onEditing = (event: Event): void => {
    this.edited = (event as CustomEvent<Spot | null>).detail;
    this.move?.(this.spots());
  };

  /** A page that the browser kept and shows again listens again. */
  private readonly onReturn = (): void => this.begin();

  private readonly onLeave = (): void => {
    this.stop?.();
    this.stop = null;
  };

  private shared(url: string): (() => void) | null {
    if (!("SharedWorker" in globalThis)) return null;
    try {
      const worker = new SharedWorker(new URL("../live-worker.ts", import.meta.url), { type: "module", name: "trato-live" });
      worker.port.addEventListener("message", (event: MessageEvent<Signal>) => this.tell(event.data));
      worker.port.start();
      this.move = (spots) => worker.port.postMessage({ open: url, spots });
      this.move(this.spots());
      worker.addEventListener("error", () => (this.stop = this.alone(url)));
      return () => worker.port.postMessage({ close: url });
    } catch {
      return null;
    }
  }

  private alone(url: string): () => void {
    const source = new EventSource(url, { withCredentials: true });
    source.addEventListener("hello", (event) => {
      const { token } = JSON.parse((event as MessageEvent<string>).data) as { token: string };
      this.move = (spots) => beHere(url, token, spots);
      this.move(this.spots());
    });
    for (const kind of kinds) source.addEventListener(kind, (event) => this.tell({ kind, data: (event as MessageEvent<string>).data }));
    source.addEventListener("open", () => this.tell({ kind: "on", data: "" }));
    source.addEventListener("error", () => this.tell({ kind: "off", data: "" }));
    return () => source.close();
  }

  private tell({ kind, data }: Signal): void {
    if (kind === "on" || kind === "off") {
      document.documentElement.dataset["live"] = kind;
      return;
    }
    if (kind === "refresh") return this.refresh();
    this.say(kind === "toast" ? kind : `trato:${kind}`, JSON.parse(data));
  }

  /** More was missed than can be named: the record of the page and the view of many are both asked for anew. */
  private refresh(): void {
    const { object, id } = document.getElementById("main")?.dataset ?? {};
    if (object && id) {
      this.say("trato:changed", { object, id });
      this.say("trato:record", { id });
    }
    this.say("trato:refresh", {});
  }

  private say(name: string, detail: unknown): void {
    document.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
