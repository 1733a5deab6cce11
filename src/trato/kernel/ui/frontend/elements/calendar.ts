/* t-calendar: records by one of their dates. The server tells and takes wall clocks of the reader's zone, so that the
   browser's own zone plays no part. A drop is saved at once and can be undone; Alt with the arrows does it by keys. */
import type { Calendar as Engine, EventApi, EventContentArg, EventInput } from "@fullcalendar/core";
import { changesOf } from "../core/changes";
import { from, later, make } from "../core/dom";
import { land } from "../core/floats";
import { request, token, withQuery } from "../core/http";
import { teach } from "../core/keys";

const narrow = "(max-width: 40rem)";
const patience = 400;
const step: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Which stretch was shown, by page: what is drawn anew does not jump back to today. */
const places = new Map<string, { view: string; date: string }>();

teach("t-calendar", [["alt+arrowright", "key_later"], ["alt+arrowdown", "key_week_later"], ["enter", "key_open"]]);

export class Calendar extends HTMLElement {
  private engine: Engine | null = null;
  private readonly again = later(() => this.engine?.refetchEvents(), patience);

  connectedCallback(): void {
    document.addEventListener("trato:changed", this.onChanged);
    this.addEventListener("keydown", this.onKey);
    void this.draw();
  }

  disconnectedCallback(): void {
    document.removeEventListener("trato:changed", this.onChanged);
    this.engine?.destroy();
    this.engine = null;
  }

  private get timed(): boolean {
    return this.dataset["timed"] !== undefined;
  }

  private async draw(): Promise<void> {
    const { Calendar: Made, plugins, locales } = await import("./calendar/engine");
    const host = this.querySelector<HTMLElement>(".calendar");
    if (!host || !this.isConnected || this.engine) return;
    host.replaceChildren();
    const before = places.get(location.pathname);
    const hours = this.timed ? "timeGridWeek,timeGridDay," : "dayGridWeek,";
    this.engine = new Made(host, {
      plugins, locales, locale: document.documentElement.lang, direction: document.documentElement.dir === "rtl" ? "rtl" : "ltr",
      timeZone: "UTC", now: () => this.now(), height: "100%", firstDay: 1, nowIndicator: true, navLinks: true,
      initialView: before?.view ?? (matchMedia(narrow).matches ? "listMonth" : "dayGridMonth"), ...(before && { initialDate: before.date }),
      buttonIcons: false, buttonText: { prev: "‹", next: "›" },
      headerToolbar: { start: "prev,next today", center: "title", end: `dayGridMonth,${hours}listMonth` },
      dayMaxEvents: true, eventOrder: "rest,start,-duration,allDay,title", eventDurationEditable: false, longPressDelay: 300, eventDisplay: "block", defaultTimedEventDuration: "00:30",
      displayEventEnd: false, views: { listMonth: { allDayText: "" } }, events: (info, done, failed) => void this.fetch(info.startStr, info.endStr).then(done, failed),
      dayCellDidMount: ({ el }) => el.removeAttribute("aria-labelledby"), // its own text, events and all, names it better
      moreLinkDidMount: ({ el }) => el.setAttribute("role", "button"),
      eventContent: (shown) => ({ domNodes: content(shown) }),
      eventDidMount: ({ el, event }) => { if (event.extendedProps["rest"]) el.dataset["rest"] = ""; el.title = title(event); },
      eventDrop: ({ event, revert }) => void this.move(event, revert),
      dateClick: ({ dateStr, allDay }) => void this.create(dateStr, allDay),
      datesSet: ({ view }) => places.set(location.pathname, { view: view.type, date: view.currentStart.toISOString().slice(0, 10) }),
    });
    this.engine.render();
    this.dataset["state"] = "drawn";
  }

  /** The wall clock of the reader's zone. */
  private now(): string {
    const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: this.dataset["zone"] || "UTC", dateStyle: "short", timeStyle: "medium" });
    return parts.format(new Date()).replace(" ", "T");
  }

  private async fetch(start: string, end: string): Promise<EventInput[]> {
    const answer = await request(withQuery(this.dataset["eventsUrl"] ?? "", { start: start.slice(0, 10), end: end.slice(0, 10) }));
    if (!answer.ok) throw new Error(String(answer.status));
    return JSON.parse(answer.html) as EventInput[];
  }

  private async move(event: EventApi, revert: () => void): Promise<void> {
    const to = event.allDay ? event.startStr.slice(0, 10) : event.startStr.slice(0, 19);
    const body = new URLSearchParams({ to, version: String(event.extendedProps["version"] ?? ""), csrfmiddlewaretoken: token() });
    const search = new URL(this.dataset["eventsUrl"] ?? "", location.href).search;
    const answer = await request(`/${this.dataset["object"]}/${event.id}/move${withQuery(search || "?", { dates: this.dataset["field"] }).replace(/^[^?]*/, "")}`, { body });
    if (!answer.ok) revert();
    this.again();
  }

  private async create(day: string, allDay: boolean): Promise<void> {
    const url = this.dataset["newUrl"];
    const field = this.dataset["field"];
    if (!url || !field) return;
    const at = this.timed ? (allDay ? `${day}T09:00` : day.slice(0, 16)) : day.slice(0, 10);
    const answer = await request(withQuery(url, { [field]: at, stay: "1" }));
    if (answer.ok) land(answer.html);
  }

  private readonly onChanged = (event: Event): void => {
    if (changesOf(event).some(({ object }) => object === this.dataset["object"])) this.again();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const anchor = from<HTMLAnchorElement>(event, "a.fc-event[href]");
    const days = step[event.key];
    if (!anchor || !event.altKey || days === undefined) return;
    const id = anchor.pathname.split("/").at(-1) ?? "";
    const found = this.engine?.getEventById(id);
    if (!found?.startEditable) return;
    event.preventDefault();
    const before = found.startStr;
    found.moveDates({ days });
    void this.move(found, () => found.setStart(before)).then(() => setTimeout(() => this.querySelector<HTMLElement>(`a.fc-event[href$="${id}"]`)?.focus(), patience * 2));
  };
}

function title(event: EventApi): string {
  const note = String(event.extendedProps["note"] ?? "");
  return note ? `${event.title} · ${note}` : event.title;
}

function content({ event, timeText }: EventContentArg): Node[] {
  const note = String(event.extendedProps["note"] ?? "");
  return [
    ...(timeText && !event.allDay ? [make("span", { class: "time" }, timeText)] : []),
    make("b", {}, event.title),
    ...(note ? [make("span", { class: "note" }, note)] : []),
  ];
}
