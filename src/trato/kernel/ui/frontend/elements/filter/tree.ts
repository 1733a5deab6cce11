/* The filter as data (nested all, any, none), and edits to it by path: child indexes joined by dots, "" the root. */

export type Join = "all" | "any" | "none";
export type Condition = { field?: string; op?: string; value?: unknown } & Record<string, unknown>;
export type Node = Group | Condition;
export type Group = { [join in Join]?: Node[] };

const joins: Join[] = ["all", "any", "none"];

export const joinOf = (node: Node): Join | undefined => joins.find((join) => Array.isArray((node as Group)[join]));

/** The root as a group: a lone condition becomes a group of one, nothing an empty group. */
export function rooted(text: string): Group {
  const node = (text ? JSON.parse(text) : {}) as Node;
  if (joinOf(node)) return node as Group;
  return { all: Object.keys(node).length ? [node] : [] };
}

const steps = (path: string): number[] => (path === "" ? [] : path.split(".").map(Number));

export function childrenOf(node: Node): Node[] {
  const join = joinOf(node);
  return join ? (node as Group)[join] ?? [] : [];
}

export function nodeAt(root: Group, path: string): Node | undefined {
  return steps(path).reduce<Node | undefined>((node, index) => (node ? childrenOf(node)[index] : undefined), root);
}

export function conditionAt(root: Group, path: string): Condition {
  return (nodeAt(root, path) ?? {}) as Condition;
}

export function replaceAt(root: Group, path: string, node: Node): void {
  const way = steps(path);
  const last = way.pop();
  const parent = nodeAt(root, way.join("."));
  if (parent && last !== undefined) childrenOf(parent)[last] = node;
}

export function addTo(root: Group, path: string, node: Node): string {
  const children = childrenOf(nodeAt(root, path) ?? root);
  children.push(node);
  return path === "" ? String(children.length - 1) : `${path}.${children.length - 1}`;
}

/** Take a condition out; a group it leaves empty goes too, and a group of one becomes that one. */
export function removeAt(root: Group, path: string): void {
  const way = steps(path);
  const last = way.pop();
  const parentPath = way.join(".");
  const parent = nodeAt(root, parentPath);
  if (!parent || last === undefined) return;
  const children = childrenOf(parent);
  children.splice(last, 1);
  if (parentPath === "") return;
  if (children.length === 0) removeAt(root, parentPath);
  else if (children.length === 1 && children[0] && joinOf(parent) !== "none") replaceAt(root, parentPath, children[0]);
}

/** "and" becomes "or" and back; the root keeps its children. */
export function toggleJoin(root: Group, path: string): void {
  const group = nodeAt(root, path) as Group | undefined;
  const join = group ? joinOf(group) : undefined;
  if (!group || !join || join === "none") return;
  group[join === "all" ? "any" : "all"] = group[join] ?? [];
  delete group[join];
}

/** A group that was begun and left without a condition says nothing. */
function prune(node: Node): void {
  const children = childrenOf(node);
  children.forEach(prune);
  const kept = children.filter((child) => !joinOf(child) || childrenOf(child).length > 0);
  children.splice(0, children.length, ...kept);
}

/** The filter as text for an address, nothing when it asks nothing. */
export function written(root: Group): string {
  prune(root);
  return childrenOf(root).length ? JSON.stringify(root) : "";
}
