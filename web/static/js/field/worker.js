// The service worker of /field. The server writes VERSION and ASSETS ([address, SHA-256 or ""]) in front of this.
// It keeps one version of the app whole, serves it from the phone, and never touches what was recorded.
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = `bts-field-${VERSION}`;
const SHELL = "/field/shell";
const KEPT = new Set(ASSETS.map(([url]) => url));

/** @type {(buffer: ArrayBuffer) => string} */
const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

// All files of this version or none: one that fails, or belongs to another version, leaves the old app as it is.
async function fill() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(
      ASSETS.map(async ([url, hash]) => {
        const answer = await fetch(url, { cache: "no-cache", redirect: "error", credentials: "omit" });
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        const found = hex(await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer()));
        if (hash && hash !== found) throw new Error(`${url} is of another version`);
        await cache.put(url, answer);
      }),
    );
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(
    names
      .filter((name) => name.startsWith("bts-field-") && name !== CACHE)
      .map((name) => caches.delete(name)),
  );
  await worker.clients.claim();
}

/** @type {(url: string, request: Request) => Promise<Response>} */
async function kept(url, request) {
  const held = await (await caches.open(CACHE)).match(url, { ignoreVary: true });
  return held ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(fill()));
worker.addEventListener("activate", (event) => event.waitUntil(tidy()));
worker.addEventListener("message", (event) => {
  if (event.data === "take-over") worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/field" || url.pathname === "/field/") event.respondWith(kept(SHELL, request));
  } else if (KEPT.has(url.pathname)) {
    event.respondWith(kept(url.pathname, request));
  }
});
