/* The one live connection of a browser: tabs open ports, each address has one EventSource while anybody listens. */
import { kinds, type Signal } from "./core/signals";

interface Stream { source: EventSource; ports: Set<MessagePort>; state: "on" | "off"; badge: string }

const streams = new Map<string, Stream>();

/** What a page that comes later is told of the inbox: the number, which is no news any more. */
const stale = (badge: string): string => JSON.stringify({ ...(JSON.parse(badge) as object), news: false });

function begin(url: string): Stream {
  const source = new EventSource(url, { withCredentials: true });
  const stream: Stream = { source, ports: new Set(), state: "off", badge: "" };
  const send = (signal: Signal): void => stream.ports.forEach((port) => port.postMessage(signal));
  const turn = (state: "on" | "off"): void => {
    stream.state = state;
    send({ kind: state, data: "" });
  };
  for (const kind of kinds) {
    source.addEventListener(kind, (event) => send({ kind, data: (event as MessageEvent<string>).data }));
  }
  source.addEventListener("badge", ({ data }: MessageEvent<string>) => (stream.badge = data));
  source.addEventListener("open", () => turn("on"));
  source.addEventListener("error", () => turn("off"));
  streams.set(url, stream);
  return stream;
}

function leave(url: string, port: MessagePort): void {
  const stream = streams.get(url);
  stream?.ports.delete(port);
  if (!stream || stream.ports.size) return;
  stream.source.close();
  streams.delete(url);
}

addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  port.addEventListener("message", ({ data }: MessageEvent<{ open?: string; close?: string }>) => {
    if (data.open) {
      const stream = streams.get(data.open) ?? begin(data.open);
      stream.ports.add(port);
      port.postMessage({ kind: stream.state, data: "" } satisfies Signal);
      if (stream.badge) port.postMessage({ kind: "badge", data: stale(stream.badge) } satisfies Signal);
    }
    if (data.close) leave(data.close, port);
  });
  port.start();
});
