/* t-chart: figures from the server, drawn. Every mark leads to its records; the same figures stand below as a table
   of links, so that nothing depends on seeing or pointing. */
import type { ECharts } from "echarts/core";
import { make } from "../core/dom";
import type { Figures, Kind, Palette } from "./chart/options";

const height = 206;
const margin = "300px";

export class Chart extends HTMLElement {
  private chart: ECharts | null = null;
  private canvas: HTMLElement | null = null;
  private scroller: HTMLElement | null = null;
  private readonly seen = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && void this.draw(), { rootMargin: margin });
  private readonly sized = new ResizeObserver(() => this.fit());
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");

  connectedCallback(): void {
    this.querySelector("details")?.removeAttribute("open");
    this.canvas = make("div", { class: "canvas", role: "img", "aria-label": this.getAttribute("aria-label") ?? "" });
    this.canvas.style.minBlockSize = `${this.dataset["height"] ?? height}px`;
    this.scroller = make("div", { class: "scroller" }, this.canvas);
    this.prepend(this.scroller);
    this.seen.observe(this);
    this.dark.addEventListener("change", this.redraw);
    document.addEventListener("trato:theme", this.redraw);
  }

  disconnectedCallback(): void {
    this.seen.disconnect();
    this.sized.disconnect();
    this.dark.removeEventListener("change", this.redraw);
    document.removeEventListener("trato:theme", this.redraw);
    this.chart?.dispose();
    this.chart = null;
    this.scroller?.remove();
  }

  private figures(): Figures {
    return JSON.parse(this.querySelector('script[type="application/json"]')?.textContent ?? '{"categories":[],"series":[]}') as Figures;
  }

  private async draw(): Promise<void> {
    this.seen.disconnect();
    if (this.chart || !this.canvas) return;
    const [{ init }, { widthOf }] = await Promise.all([import("./chart/engine"), import("./chart/options"), document.fonts.ready]);
    if (!this.isConnected || !this.canvas) return;
    this.canvas.style.minInlineSize = `${widthOf((this.dataset["kind"] ?? "bar") as Kind, this.figures())}px`;
    this.chart = init(this.canvas, null, { renderer: "canvas" });
    this.chart.on("click", ({ data, event }) => this.follow(data as { href?: string | null } | null, (event?.event as MouseEvent | undefined) ?? null));
    this.chart.on("mouseover", ({ data }) => this.point(Boolean((data as { href?: string | null } | null)?.href)));
    this.chart.on("mouseout", () => this.point(false));
    this.fit();
    this.sized.observe(this.canvas);
    await this.redraw();
  }

  /** What does not fit scrolls, by keys too. */
  private fit(): void {
    this.chart?.resize();
    if (this.scroller) this.scroller.tabIndex = this.scroller.scrollWidth > this.scroller.clientWidth ? 0 : -1;
  }

  private point(link: boolean): void {
    if (this.canvas) this.canvas.style.cursor = link ? "pointer" : "default";
  }

  private readonly redraw = async (): Promise<void> => {
    if (!this.chart) return;
    const { optionsOf } = await import("./chart/options");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.chart.setOption(optionsOf((this.dataset["kind"] ?? "bar") as Kind, this.figures(), this.palette(), still), true);
    this.dataset["state"] = "drawn";
  };

  private follow(data: { href?: string | null } | null, event: MouseEvent | null): void {
    if (!data?.href) return;
    if (event && (event.ctrlKey || event.metaKey)) window.open(data.href, "_blank", "noopener");
    else location.assign(data.href);
  }

  /** The tokens as the browser resolves them here: a probe with the tone reads its own hue. */
  private palette(): Palette {
    const probe = make("span", {});
    probe.hidden = true;
    this.append(probe);
    const read = (token: string, tone?: string): string => {
      if (tone) probe.dataset["tone"] = tone;
      else delete probe.dataset["tone"];
      probe.style.color = `var(${token})`;
      return plain(getComputedStyle(probe).color);
    };
    const names = { ink: "--ink", ink2: "--ink-2", ink3: "--ink-3", line: "--line", lineControl: "--line-control", surface: "--surface", raised: "--raised" };
    const colours = Object.fromEntries(Object.entries(names).map(([name, token]) => [name, read(token)])) as Omit<Palette, "of" | "font">;
    const parts: Record<string, string> = { strong: "--mark", soft: "--mark-2", faint: "--tint-2", tint: "--tint" };
    const known = new Map<string, string>();
    for (const tone of ["", "positive", "negative", "neutral"]) {
      for (const [part, token] of Object.entries(parts)) known.set(`${tone} ${part}`, read(token, tone));
    }
    probe.remove();
    return { ...colours, font: getComputedStyle(this).fontFamily, of: (tone, part) => known.get(`${tone ?? ""} ${part ?? "strong"}`) ?? colours.ink };
  }
}

/** Any CSS colour as rgb, which is what the drawing engine reads. */
function plain(colour: string): string {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = pen.getImageData(0, 0, 1, 1).data;
  return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}
