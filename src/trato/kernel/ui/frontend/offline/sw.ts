/* The service worker: built files once and for all, pages from the network, without one the copy seen last, else a page
   that says so. Never answers of the API, files or fragments. */
export {};

declare const self: ServiceWorkerGlobalScope;

const built = "built";
const seen = "seen";
const offline = "/offline";
const mostPages = 40;
const mostBuilt = 120;

async function trim(name: string, most: number): Promise<void> {
  const cache = await caches.open(name);
  const keys = (await cache.keys()).filter((request) => new URL(request.url).pathname !== offline);
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((request) => cache.delete(request)));
}

async function keep(name: string, most: number, request: Request, response: Response): Promise<void> {
  const cache = await caches.open(name);
  await cache.delete(request);
  await cache.put(request, response);
  await trim(name, most);
}

async function file(request: Request): Promise<Response> {
  const known = await caches.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await keep(built, mostBuilt, request, response.clone());
  return response;
}

/** The copy of a page, which says of when it is. */
async function copy(request: Request): Promise<Response> {
  const cache = await caches.open(seen);
  const known = await cache.match(request);
  if (!known) return (await cache.match(offline)) ?? Response.error();
  const at = known.headers.get("Date") ?? "";
  const html = (await known.text()).replace("<head>", `<head><meta name="copy-of" content="${new Date(at).toISOString()}">`);
  return new Response(html, { headers: known.headers });
}

async function page(event: FetchEvent): Promise<Response> {
  const { request } = event;
  try {
    const response = await fetch(request);
    const html = response.headers.get("Content-Type")?.startsWith("text/html") && !response.headers.get("Content-Disposition");
    if (response.status === 200 && !response.redirected && html) event.waitUntil(keep(seen, mostPages, request, response.clone()));
    return response;
  } catch {
    return copy(request);
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(seen).then((cache) => cache.add(offline)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  if ((event.data as { wipe?: boolean }).wipe) event.waitUntil(caches.delete(seen).then(() => caches.open(seen)).then((cache) => cache.add(offline)));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/dist/")) event.respondWith(file(event.request));
  else if (event.request.mode === "navigate" && !/^\/(api|f|sign-in|sign-out|exports|files)(\/|$)/.test(url.pathname)) event.respondWith(page(event));
});
