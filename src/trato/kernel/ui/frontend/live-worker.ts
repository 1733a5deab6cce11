/* The one live connection of a browser: tabs open ports, each address has one EventSource while anybody listens. Where
   the tabs are is told to the server together. */
import { beHere, kinds, type Signal, type Spot } from "./core/signals";

interface Stream { url: string; source: EventSource; ports: Map<MessagePort, Spot[]>; state: "on" | "off"; badge: string; token: string }

const streams = new Map<string, Stream>();

/** What a page that comes later is told of the inbox: the number, which is no news any more. */
const stale = (badge: string): string => JSON.stringify({ ...(JSON.parse(badge) as object), news: false });

function begin(url: string): Stream {
  const source = new EventSource(url, { withCredentials: true });
  const stream: Stream = { url, source, ports: new Map(), state: "off", badge: "", token: "" };
  const send = (signal: Signal): void => stream.ports.forEach((_spots, port) => port.postMessage(signal));
  const turn = (state: "on" | "off"): void => {
    stream.state = state;
    send({ kind: state, data: "" });
  };
  for (const kind of kinds) {
    source.addEventListener(kind, (event) => send({ kind, data: (event as MessageEvent<string>).data }));
  }
  source.addEventListener("hello", ({ data }: MessageEvent<string>) => {
    stream.token = (JSON.parse(data) as { token: string }).token;
    tell(stream);
  });
  source.addEventListener("badge", ({ data }: MessageEvent<string>) => (stream.badge = data));
  source.addEventListener("open", () => turn("on"));
  source.addEventListener("error", () => turn("off"));
  streams.set(url, stream);
  return stream;
}

function tell(stream: Stream): void {
  if (stream.token) beHere(stream.url, stream.token, [...stream.ports.values()].flat());
}

function leave(url: string, port: MessagePort): void {
  const stream = streams.get(url);
  if (!stream) return;
  const was = stream.ports.get(port)?.length;
  stream.ports.delete(port);
  if (!stream.ports.size) {
    stream.source.close();
    streams.delete(url);
  } else if (was) tell(stream);
}

addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  port.addEventListener("message", ({ data }: MessageEvent<{ open?: string; close?: string; spots?: Spot[] }>) => {
    if (data.open) {
      const stream = streams.get(data.open) ?? begin(data.open);
      const [was, now] = [stream.ports.get(port), data.spots ?? []];
      stream.ports.set(port, now);
      if (was?.length || now.length) tell(stream);
      if (was) return;
      port.postMessage({ kind: stream.state, data: "" } satisfies Signal);
      if (stream.badge) port.postMessage({ kind: "badge", data: stale(stream.badge) } satisfies Signal);
    }
    if (data.close) leave(data.close, port);
  });
  port.start();
});
