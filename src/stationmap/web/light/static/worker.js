// Keeps the page and its files, so that it opens without network. Stations are the page's affair.
const NAME = "stationmap-light-"
const CACHE = NAME + VERSION
const PATIENCE_MS = 4000
const FOLDER = new URL("./", self.location)

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()),
  )
})

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(NAME) && name !== CACHE && !name.endsWith("-district")
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url)
  const isPage = url.pathname + "/" === FOLDER.pathname || url.pathname === FOLDER.pathname
  const isOurs = url.pathname.startsWith(FOLDER.pathname) && url.origin === FOLDER.origin
  if (event.request.mode === "navigate") {
    if (isPage || isOurs) event.respondWith(fresh(event.request, url))
  } else if (isOurs && event.request.method === "GET" && url.searchParams.has("v")) {
    event.respondWith(kept(event.request))
  }
})

// A page comes from the network if that answers in time, else as it was kept.
async function fresh(request, url) {
  const cache = await caches.open(CACHE)
  const hasSlash = url.pathname.startsWith(FOLDER.pathname)
  const shell = async () => !hasSlash
    ? Response.redirect(FOLDER.pathname + url.search) // its files lie beside it
    : (await cache.match(KEPT[0])) ?? Response.error()
  if (request.method !== "GET") return fetch(request).catch(shell)
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(shell)
  return Promise.race([fetch(request).catch(shell), late])
}

async function kept(request) {
  const cache = await caches.open(CACHE)
  return (await cache.match(request)) ?? fetch(request)
}
