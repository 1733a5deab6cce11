/* From the plain figures of a chart to ECharts' options. Colours are the tokens of the page, read once a theme. */
import type { ECBasicOption } from "echarts/types/dist/shared";

export type Kind = "bar" | "line" | "pie" | "funnel" | "heatmap" | "waterfall";

export interface Series {
  name: string;
  tone?: "positive" | "negative" | "neutral";
  part?: "strong" | "soft" | "faint";
  type?: "bar" | "line";
  /** Figures, or `[x, y, figure]` in a heat map. */
  values: (number | null | [number, number, number])[];
  labels?: string[];
  names?: string[];
  hrefs?: (string | null)[];
  /** Per mark, where it differs from the series. */
  tones?: (Series["tone"] | null)[];
  parts?: (Series["part"] | null)[];
  stack?: string;
}

export interface Figures {
  categories: string[];
  rows?: string[];
  unit?: string;
  digits?: number;
  horizontal?: boolean;
  series: Series[];
  /** A line at a figure, or (`axis: "category"`) at the category of that index. */
  target?: { value: number; label: string; axis?: "category" };
  /** Funnel: what share of all reached a stage, and what is said of the step to the next one. */
  shares?: string[];
  flows?: string[];
}

export interface Palette {
  ink: string; ink2: string; ink3: string; line: string; lineControl: string; surface: string; raised: string; font: string;
  of: (tone: string | undefined, part: string | undefined) => string;
}

type Option = Record<string, unknown>;

const steps = 4;
/** A drawing of no more pixels than this slants names that are longer than their bars are wide. */
const narrow = 420;

/** Axis words lie inside the drawing's own box. */
const inside = { left: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };

/** A number on an axis, as the language of the page writes it: with one decimal where the marks have some. */
function grouped(value: number, digits = 0): string {
  return value.toLocaleString(document.documentElement.lang, { useGrouping: "always", minimumFractionDigits: value && digits ? 1 : 0 });
}

function axisFace(palette: Palette, digits = 0): { category: Option; value: Option } {
  const axisLabel = { color: palette.ink3, fontSize: 11, lineHeight: 14, hideOverlap: true };
  return {
    category: { type: "category", axisTick: { show: false }, axisLine: { lineStyle: { color: palette.lineControl } }, axisLabel },
    value: { type: "value", splitNumber: 4, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { ...axisLabel, formatter: (value: number) => grouped(value, digits) } },
  };
}

function item(series: Series, index: number, palette: Palette): Option {
  const value = series.values[index];
  return {
    value,
    name: series.names?.[index] ?? series.name,
    href: series.hrefs?.[index] ?? null,
    itemStyle: { color: palette.of(series.tones?.[index] ?? series.tone, series.parts?.[index] ?? series.part) },
    label: { show: series.labels?.[index] !== undefined, formatter: series.labels?.[index] ?? "" },
  };
}

function cartesian(series: Series, palette: Palette, horizontal: boolean): Option {
  const line = series.type === "line";
  return {
    name: series.name,
    type: line ? "line" : "bar",
    stack: series.stack,
    barMaxWidth: 44,
    barCategoryGap: series.values.length > 20 ? "15%" : "40%",
    symbolSize: 6,
    lineStyle: { color: palette.of(series.tone, series.part), width: 2 },
    emphasis: { itemStyle: { opacity: 0.82 }, lineStyle: { width: 2 } },
    labelLayout: { hideOverlap: true },
    label: { position: horizontal ? "right" : "top", color: palette.ink, fontSize: 11, fontWeight: 500 },
    ...(!line && { itemStyle: { borderRadius: 3 } }),
    data: series.values.map((_, index) => item(series, index, palette)),
  };
}

function grid(figures: Figures, palette: Palette, all: Option[]): Option {
  const { category, value } = axisFace(palette, figures.digits);
  const few = figures.categories.length <= 12;
  const names: Option = { ...category, axisLabel: { ...(category["axisLabel"] as Option), ...(few && { interval: 0 }) }, data: figures.categories, ...(figures.horizontal && { inverse: true }) };
  const letters = (narrow - 140) / 6 / figures.categories.length;
  const slants = few && !figures.horizontal && figures.categories.some((name) => name.length > letters);
  const [first] = all;
  if (figures.target && first) {
    first["markLine"] = {
      silent: true, symbol: "none", lineStyle: { color: palette.ink, type: [3, 3] }, label: { formatter: figures.target.label, color: palette.ink2, fontSize: 11 },
      data: [(figures.target.axis === "category") !== (figures.horizontal ?? false) ? { xAxis: figures.target.value } : { yAxis: figures.target.value }],
    };
  }
  return {
    grid: { ...inside, right: figures.horizontal || (figures.target && figures.target.axis !== "category") ? 48 : 8, top: 20 },
    xAxis: figures.horizontal ? value : names,
    yAxis: figures.horizontal ? names : value,
    series: all,
    ...(slants && { media: [{ query: { maxWidth: narrow }, option: { xAxis: { axisLabel: { rotate: 40 } } } }] }),
  };
}

/** Each bar stands on the sum of those before it; the last one, neutral, is the total from the ground. */
function waterfall(figures: Figures, palette: Palette): Option {
  const [series] = figures.series;
  if (!series) return {};
  let height = 0;
  const ground = series.values.map((value, index) => {
    const total = series.tones?.[index] === "neutral";
    const base = total ? 0 : height + Math.min(0, Number(value));
    height = total ? Number(value) : height + Number(value);
    return base;
  });
  const hidden = { type: "bar", stack: "w", silent: true, itemStyle: { color: "transparent" }, data: ground };
  const shown = cartesian({ ...series, stack: "w", values: series.values.map((value) => Math.abs(Number(value))) }, palette, false);
  return grid(figures, palette, [hidden, shown]);
}

/** Stages as bars, and between two of them how many go on: a faint bar as long as what arrives. */
function funnel(figures: Figures, palette: Palette): Option {
  const [series] = figures.series;
  if (!series) return {};
  const last = series.values.length - 1;
  const marks = series.values.flatMap((value, index) => {
    const stage = { ...item(series, index, palette), label: { show: true, position: "right", formatter: series.labels?.[index] ?? String(value), color: palette.ink, fontWeight: 500 } };
    if (index === last) return [stage];
    const flow = {
      value: series.values[index + 1], name: figures.flows?.[index] ?? "", href: null, itemStyle: { color: palette.of(series.tone, "faint") },
      label: { show: true, position: "insideLeft", formatter: figures.flows?.[index] ?? "", color: palette.ink, fontWeight: 500 },
    };
    return [stage, flow];
  });
  const names = figures.categories.flatMap((name, index) => {
    const words = figures.shares?.[index] ? `{stage|${name}}\n${figures.shares[index]}` : `{stage|${name}}`;
    return index === last ? [words] : [words, ""];
  });
  const { category } = axisFace(palette);
  const label = { ...(category["axisLabel"] as Option), interval: 0, align: "left", margin: 104, lineHeight: 15, hideOverlap: false, rich: { stage: { color: palette.ink, fontWeight: 500 } } };
  return {
    grid: { left: 112, right: 64, top: 0, bottom: 0, outerBoundsMode: "none" },
    xAxis: { type: "value", show: false },
    yAxis: { ...category, inverse: true, data: names, axisLine: { show: false }, axisLabel: label },
    series: [{ type: "bar", barCategoryGap: "8%", itemStyle: { borderRadius: 4 }, label: { fontSize: 11 }, emphasis: { itemStyle: { opacity: 0.82 } }, data: marks }],
  };
}

function heatmap(figures: Figures, palette: Palette): Option {
  const [series] = figures.series;
  if (!series) return {};
  const counts = series.values.map((value) => (Array.isArray(value) ? value[2] : 0));
  const { category } = axisFace(palette);
  const bare = { ...category, axisLine: { show: false }, splitArea: { show: false } };
  return {
    grid: { ...inside, right: 8, top: 4 },
    xAxis: { ...bare, data: figures.categories },
    yAxis: { ...bare, data: figures.rows ?? [], inverse: true },
    visualMap: {
      show: false, type: "piecewise", min: 0, max: Math.max(1, ...counts), splitNumber: steps,
      inRange: { color: [palette.of(undefined, "tint"), palette.of(undefined, "faint"), palette.of(undefined, "soft"), palette.of(undefined, "strong")] },
    },
    series: [{
      type: "heatmap",
      itemStyle: { borderColor: palette.surface, borderWidth: 2, borderRadius: 4 },
      emphasis: { itemStyle: { borderColor: palette.ink3 } },
      data: series.values.map((value, index) => ({ value, name: series.names?.[index] ?? "", href: series.hrefs?.[index] ?? null })),
    }],
  };
}

/** Shares of a whole, the hue stepping down from one to the next. */
function pie(figures: Figures, palette: Palette): Option {
  const [series] = figures.series;
  if (!series) return {};
  const looks = [["", "strong"], ["", "soft"], ["neutral", "strong"], ["", "faint"], ["neutral", "soft"], ["neutral", "faint"]] as const;
  return {
    series: [{
      type: "pie", radius: ["46%", "78%"], itemStyle: { borderColor: palette.surface, borderWidth: 2, borderRadius: 4 },
      label: { color: palette.ink2, fontSize: 11, formatter: "{b}" }, labelLine: { lineStyle: { color: palette.lineControl } },
      data: series.values.map((value, index) => {
        const [tone, part] = looks[index % looks.length] ?? looks[0];
        return { value, name: figures.categories[index] ?? "", said: series.names?.[index] ?? "", href: series.hrefs?.[index] ?? null, itemStyle: { color: palette.of(tone || undefined, part) } };
      }),
    }],
  };
}

/** How many pixels a drawing must be wide for the figures on its bars to stand side by side. */
export function widthOf(kind: Kind, { categories, horizontal, series }: Figures): number {
  if (horizontal || !["bar", "line", "waterfall"].includes(kind)) return 0;
  const longest = Math.max(0, ...series.flatMap(({ labels }) => (labels ?? []).map((label) => label.length)));
  return longest && categories.length * (longest * 6 + 4) + 40;
}

export function optionsOf(kind: Kind, figures: Figures, palette: Palette, still: boolean): ECBasicOption {
  const drawn = kind === "funnel" ? funnel(figures, palette)
    : kind === "pie" ? pie(figures, palette)
    : kind === "heatmap" ? heatmap(figures, palette)
      : kind === "waterfall" ? waterfall(figures, palette)
        : grid(figures, palette, figures.series.map((series) => cartesian({ type: kind, ...series }, palette, figures.horizontal ?? false)));
  const { media, ...base } = drawn;
  const baseOption = {
    animation: !still,
    animationDuration: 240,
    textStyle: { fontFamily: palette.font, fontSize: 11, color: palette.ink3 },
    tooltip: {
      trigger: "item", renderMode: "richText", backgroundColor: palette.raised, borderColor: palette.line, borderWidth: 1,
      textStyle: { color: palette.ink, fontSize: 12, fontFamily: palette.font }, formatter: (mark: { name: string; data?: { name?: string; said?: string } }) => mark.data?.said ?? mark.data?.name ?? mark.name,
    },
    ...base,
  };
  return { baseOption, media: (media ?? []) as NonNullable<ECBasicOption["media"]> };
}
