/* What the live stream says, as the worker passes it on to the pages. */
export const kinds = ["changed", "presence", "badge", "toast", "refresh"] as const;

export type Signal = { kind: (typeof kinds)[number] | "on" | "off"; data: string };
