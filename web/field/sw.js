// Keeps the phone's page itself, so that it opens with no signal. Data is not its business: rosters, due lists and
// waiting reports live in IndexedDB (shared/device.ts), where signing out can erase them.
const CACHE = "xd-shell-__VERSION__";
const FILES = [/* FILES */];
// A server may vary its answers by origin or encoding; the files are the same.
const ANYHOW = { ignoreVary: true };

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("xd-shell-") && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The page: the network while it answers within three seconds, so that a new version arrives; else the kept copy.
async function page(request) {
  const kept = await caches.match("/field/", ANYHOW);
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(3000) } : undefined);
    return answer.ok || !kept ? answer : kept;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (event.request.mode === "navigate") {
    event.respondWith(page(event.request));
  } else {
    event.respondWith(caches.match(event.request, ANYHOW).then((kept) => kept ?? fetch(event.request)));
  }
});
