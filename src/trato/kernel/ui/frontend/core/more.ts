/* What is fetched once its place comes into sight: the rows that follow in a table, the cards that follow in a lane. */
import { request } from "./http";

const retryAfter = 4000;

export class More {
  private readonly observer: IntersectionObserver;
  private readonly take: (html: string, place: HTMLElement) => void;

  /** `take` puts what has come where its place is, from which it was asked (`data-next-url`) `ahead` of being seen. */
  constructor(take: (html: string, place: HTMLElement) => void, ahead: string, root: Element | null = null) {
    this.take = take;
    this.observer = new IntersectionObserver(this.onNear, { root, rootMargin: ahead });
  }

  watch(place: Element): void {
    this.observer.observe(place);
  }

  stop(): void {
    this.observer.disconnect();
  }

  private readonly onNear = (entries: IntersectionObserverEntry[]): void => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.observer.unobserve(target);
      void this.ask(target as HTMLElement);
    }
  };

  private async ask(place: HTMLElement): Promise<void> {
    const answer = await request(place.dataset["nextUrl"] ?? "", { quiet: true });
    if (!place.isConnected) return;
    if (answer.ok) this.take(answer.html, place);
    else setTimeout(() => place.isConnected && this.watch(place), retryAfter);
  }
}
