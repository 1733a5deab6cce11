/* Which element is which class. Those that few pages use arrive when their tag does. */

type Maker = () => Promise<CustomElementConstructor>;

const waiting = new Map<string, Maker>();

export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

export function whenSeen(tag: string, maker: Maker): void {
  waiting.set(tag, maker);
}

/** Fetch what the tags on the page call for. */
export function arrive(): void {
  for (const [tag, maker] of waiting) {
    if (!document.querySelector(tag)) continue;
    waiting.delete(tag);
    void maker().then((element) => define(tag, element));
  }
}
