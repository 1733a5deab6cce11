/* The words the elements say. The server translates them; strings.json lists the keys with their English. */
import type strings from "../strings.json";

export type StringKey = keyof typeof strings;

let table: Record<string, string> | undefined;

function words(): Record<string, string> {
  table ??= JSON.parse(document.getElementById("t-strings")?.textContent ?? "{}") as Record<string, string>;
  return table;
}

/** The words for a key; `{name}` is filled from values, and `count` of 1 takes the `_one` form if there is one. */
export function t(key: StringKey, values: Record<string, string | number> = {}): string {
  const singular = values["count"] === 1 ? words()[`${key}_one`] : undefined;
  const text = singular ?? words()[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : value ?? whole;
  });
}

const language = (): string => document.documentElement.lang || "en";

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: digits, useGrouping: "always" } as Intl.NumberFormatOptions).format(value);
}

export function money(value: number, currency: string): string {
  return new Intl.NumberFormat(language(), {
    style: "currency", currency, maximumFractionDigits: Math.abs(value) >= 1000 || Number.isInteger(value) ? 0 : 2, useGrouping: "always",
  } as Intl.NumberFormatOptions).format(value);
}
