// The light page: locates, asks, draws what is answered. Text only ever becomes text.
const { dataset } = document.body
const folder = new URL(dataset.folder, location.href)
const language = dataset.language
const $ = (id) => document.getElementById(id)
const answers = $("answers")
const TIME_LIMIT_MS = 10000
const PROBLEMS = { 1: "denied", 2: "unavailable", 3: "timed_out" }
const PATIENCE_MS = 12000
const SAVED = "stationmap-light-district"

let spot = null
let asking = 0

const at = (name) => new URL(name, folder)
const mode = () => new FormData($("search")).get("mode")

function make(tag, text, attributes = {}) {
  const made = document.createElement(tag)
  if (text) made.textContent = text
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}

function icon(glyph) {
  return make("i", glyph, { "aria-hidden": "true" })
}

function notice(name) {
  for (const one of document.querySelectorAll("[data-notice]")) {
    const stays = one.dataset.notice === "offline" && name === "offline_too"
    one.hidden = !stays && one.dataset.notice !== name
  }
}

// Asking the server: positions and words go in the body, never in the address.
async function post(name, fields) {
  if (!navigator.onLine) throw new Error("offline")
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS)
  try {
    const response = await fetch(at(name), {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields),
      signal: stop.signal,
    })
    if (!response.ok) throw new Error(String(response.status))
    return await response.json()
  } finally {
    clearTimeout(timer)
  }
}

async function ask(from) {
  spot = from
  const turn = ++asking
  answers.setAttribute("aria-busy", "true")
  let found
  try {
    found = await post("nearest", { ...from, mode: mode(), lang: language })
    notice(null)
  } catch {
    found = await answerOffline(from)
  }
  if (turn !== asking) return
  answers.removeAttribute("aria-busy")
  if (found) show(found)
}

// Drawing what was answered.
function show({ start, cards, remarks, empty, small, district, spot: from }) {
  const drawn = cards.map((one, place) => card(one, place + 1))
  const line = make("p", "", { class: "from" })
  line.append(make("span", start))
  const said = remarks.map((text) => make("p", text, { class: "hint remark" }))
  answers.replaceChildren(
    line,
    ...(empty ? [make("p", empty, { class: "hint problem" })] : []),
    ...drawn.slice(0, 1),
    ...said,
    sketch,
    ...drawn.slice(1),
    make("p", small, { class: "small-print" }),
  )
  $("places").replaceChildren()
  document.querySelector("main").classList.remove("home")
  document.querySelector(".districts").open = false
  draw(from)
  const top = answers.getBoundingClientRect().top
  if (top > innerHeight * 0.4) answers.scrollIntoView({ block: "start" })
  if (district) later(() => save(district))
}

function card(shown, number) {
  const made = $("card").content.firstElementChild.cloneNode(true)
  Object.assign(made.dataset, {
    id: shown.id, lon: shown.lon, lat: shown.lat, state: shown.state,
  })
  made.open = number === 1
  made.querySelector(".number").textContent = number || ""
  for (const slot of made.querySelectorAll("[data-text]")) {
    const text = shown.texts[slot.dataset.text]
    slot.textContent = text
    slot.hidden = !text
    if (slot.parentElement.parentElement.matches(".facts")) slot.parentElement.hidden = !text
  }
  const way = made.querySelector(".way")
  way.hidden = shown.bearing === null
  way.querySelector("path").setAttribute("transform", `rotate(${shown.bearing ?? 0} 12 12)`)
  made.querySelectorAll("[data-href^=route]").forEach((link, place) => {
    link.href = shown.routes[place]
  })
  const call = made.querySelector("[data-href=phone]")
  call.hidden = !shown.phone || shown.phone === `tel:${dataset.hotline}`
  if (shown.phone) call.href = shown.phone
  made.querySelector("[data-text=fresh]").classList.toggle("stale", shown.stale)
  made.querySelector("[data-list=facilities]").replaceChildren(
    ...shown.facilities.map(([glyph, label, works]) => {
      const item = make("li", "", works ? {} : { class: "broken" })
      item.append(icon(glyph), label)
      return item
    }),
  )
  made.querySelector("[data-list=week]").replaceChildren(
    ...shown.week.map(([day, hours]) => {
      const row = make("tr")
      row.append(make("th", day, { scope: "row" }), make("td", hours))
      return row
    }),
  )
  return made
}

// The sketch: where she is and the stations around, north up, with the districts' edges.
const sketch = $("map") ?? sketchFigure()
const WIDE = 360
const HIGH = 260
const EDGE = 34
let outlines = null

function sketchFigure() {
  const figure = make("figure", "", { id: "map", hidden: "" })
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  picture.id = "sketch"
  picture.setAttribute("role", "img")
  picture.setAttribute("aria-label", dataset.sketch)
  figure.append(picture, make("figcaption", dataset.sketch))
  return figure
}

function svg(tag, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  if (text) made.textContent = text
  return made
}

function draw(from) {
  const stations = [...answers.querySelectorAll(".station")].map((one, place) => ({
    card: one,
    number: place + 1,
    lon: Number(one.dataset.lon),
    lat: Number(one.dataset.lat),
    state: one.dataset.state,
  }))
  sketch.hidden = !stations.length
  if (!stations.length) return
  const project = projection(from ? [from, ...stations] : stations)
  const picture = sketch.querySelector("svg")
  picture.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`)
  const ground = svg("g", { class: "ground" })
  picture.replaceChildren(ground, scale(project))
  for (const one of [...stations].reverse()) {
    const [x, y] = project(one)
    if (from) {
      const [x0, y0] = project(from)
      if (one.number === 1) {
        picture.append(svg("line", { x1: x0, y1: y0, x2: x, y2: y, class: "path" }))
      }
    }
    const mark = svg("g", { class: `mark ${one.state}`, transform: `translate(${x} ${y})` })
    mark.append(svg("circle", { r: 14 }), svg("text", { y: 5 }, String(one.number)))
    mark.addEventListener("click", () => {
      one.card.open = true
      one.card.scrollIntoView({ behavior: "smooth", block: "nearest" })
    })
    picture.append(mark)
  }
  if (from) {
    const [x, y] = project(from)
    const isBelow = project(stations[0])[1] > y
    const here = svg("g", { class: "here", transform: `translate(${x} ${y})` })
    here.append(svg("circle", { r: 9 }), svg("text", { y: isBelow ? -15 : 26 }, dataset.you))
    picture.append(here)
  }
  drawGround(ground, project)
}

function projection(places) {
  const lons = places.map((one) => one.lon)
  const lats = places.map((one) => one.lat)
  const middle = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2]
  const squeeze = Math.cos((middle[1] * Math.PI) / 180)
  const across = (Math.max(...lons) - Math.min(...lons)) * squeeze
  const up = Math.max(...lats) - Math.min(...lats)
  const least = 0.002
  const perDegree = Math.min(
    (WIDE - 2 * EDGE) / Math.max(across, least), (HIGH - 2 * EDGE) / Math.max(up, least),
  )
  const project = ({ lon, lat }) => [
    Math.round((WIDE / 2 + (lon - middle[0]) * squeeze * perDegree) * 10) / 10,
    Math.round((HIGH / 2 - (lat - middle[1]) * perDegree) * 10) / 10,
  ]
  project.perMetre = perDegree / 111195
  return project
}

function scale({ perMetre }) {
  const metres = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]
    .filter((one) => one * perMetre < 110).pop() ?? 50
  const wide = metres * perMetre
  const made = svg("g", { class: "scale", transform: `translate(12 ${HIGH - 12})` })
  const said = metres < 1000 ? `${metres} m` : `${metres / 1000} km`
  made.append(
    svg("path", { d: `M0 -5V0H${wide.toFixed(1)}V-5` }), svg("text", { x: 4, y: -7 }, said),
  )
  return made
}

async function drawGround(ground, project) {
  try {
    outlines ??= await (await fetch(at(dataset.outlines))).json()
  } catch {
    return // the sketch does without
  }
  for (const district of outlines) {
    for (const ring of district.rings) {
      let lon = 0
      let lat = 0
      let path = ""
      for (let step = 0; step < ring.length; step += 2) {
        lon += ring[step]
        lat += ring[step + 1]
        const [x, y] = project({ lon: lon / 2000, lat: lat / 2000 })
        path += `${path ? "L" : "M"}${x} ${y}`
      }
      ground.append(svg("path", { d: `${path}Z` }))
    }
  }
}

// Locating: on a tap and never before.
function locate() {
  const button = $("locate")
  if (button.getAttribute("aria-busy") === "true") return
  const label = button.querySelector("span")
  const idle = label.textContent
  let waiting = null
  const end = (problem, from) => {
    if (waiting === null) return
    clearTimeout(waiting)
    waiting = null
    button.removeAttribute("aria-busy")
    label.textContent = idle
    notice(problem)
    if (problem && !navigator.onLine) notice("offline_too")
    if (from) ask(from)
  }
  // Some browsers inside apps never answer at all: they are given a second more, then told of.
  waiting = setTimeout(() => end("timed_out"), TIME_LIMIT_MS + 1000)
  if (!isSecureContext) return end("insecure")
  if (!navigator.geolocation) return end("unavailable")
  button.setAttribute("aria-busy", "true")
  label.textContent = button.dataset.waiting
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => end(null, {
      lon: coords.longitude, lat: coords.latitude, accuracy: Math.round(coords.accuracy),
    }),
    (error) => end(PROBLEMS[error.code] ?? "unavailable"),
    { enableHighAccuracy: true, timeout: TIME_LIMIT_MS, maximumAge: 0 },
  )
}

// Searching.
async function search(query) {
  if (!query.trim()) return
  let found
  try {
    found = await post("search", { q: query, lang: language })
  } catch {
    found = await searchOffline(query)
    if (!found) return notice("failed")
  }
  const nothing = make("p", dataset.nothing.replace("{query}", () => query), {
    class: "hint problem", role: "status",
  })
  $("places").replaceChildren(found.length ? list(found) : nothing)
}

function list(places) {
  const rows = places.map((place) => {
    const row = make(place.station ? "a" : "button", "", { class: "row" })
    const words = make("span", "", { class: "row-text" })
    words.append(make("strong", place.name))
    if (place.detail) words.append(make("span", place.detail, { class: "muted" }))
    row.append(words)
    if (place.station) {
      row.href = `${folder}?${new URLSearchParams({ station: place.station, lang: language })}`
    } else {
      row.type = "button"
      row.onclick = () => ask({ lon: place.lon, lat: place.lat, label: place.name })
    }
    const item = make("li")
    item.append(row)
    return item
  })
  const made = make("ul", "", { class: "rows" })
  made.append(...rows)
  return made
}

// What is saved for a time without network.
async function save(code) {
  if (!("caches" in window) || !navigator.onLine || navigator.connection?.saveData) return
  try {
    const cache = await caches.open(SAVED)
    const url = at(`saved/${code}.json`)
    const response = await fetch(url)
    if (!response.ok) return
    for (const other of await cache.keys()) if (other.url !== url.href) await cache.delete(other)
    await cache.put(url, response)
    await saySaved()
  } catch {
    // the next answer tries again
  }
}

async function saved() {
  if (!("caches" in window)) return null
  const cache = await caches.open(SAVED)
  const [request] = await cache.keys()
  if (!request) return null
  const [offline, words, pack] = await Promise.all([
    import(at(dataset.offline)),
    fetch(at(dataset.words)).then((response) => response.json()),
    cache.match(request).then((response) => response.json()),
  ])
  return { offline, words, pack: offline.unpack(pack) }
}

async function saySaved() {
  const kept = await saved().catch(() => null)
  if (!kept) return
  const { pack, offline } = kept
  $("saved").textContent = fillIn($("saved").dataset.said, {
    district: pack[language], count: pack.count, when: offline.isoMoment(pack.made),
  })
}

const fillIn = (text, places) => text.replace(/{(\w+)}/g, (_, name) => places[name])

async function withSaved(use) {
  const kept = await saved().catch(() => null)
  if (!kept) {
    notice(navigator.onLine ? "failed" : "nothing_saved")
    return null
  }
  const banner = document.querySelector("[data-notice=offline] span")
  banner.dataset.said ??= banner.textContent
  const when = kept.offline.isoMoment(kept.pack.made).slice(5)
  banner.textContent = fillIn(banner.dataset.said, { when })
  notice("offline")
  return use(kept)
}

function answerOffline(from) {
  return withSaved(async ({ offline, words, pack }) => {
    const said = words.words
    const here = from.label ?? said["find.here"]
    const start = fillIn(said["find.near"], { place: here })
    return offline.answer(pack, words, {
      spot: { lon: Number(from.lon), lat: Number(from.lat) },
      mode: mode(),
      language,
      at: offline.minutesNow(),
      isInside: await isInside(from, pack.code),
      start: from.accuracy === undefined ? start : fillIn(said["light.start"], {
        start, accuracy: fillIn(said["find.accuracy"], { metres: from.accuracy }),
      }),
    })
  })
}

const searchOffline = (query) => withSaved(({ offline, pack }) => offline.search(pack, query))

async function isInside({ lon, lat }, code) {
  outlines ??= await (await fetch(at(dataset.outlines))).json()
  let isIn = false
  for (const ring of outlines.find((district) => district.code === code).rings) {
    let x = 0
    let y = 0
    for (let step = 0; step < ring.length; step += 2) {
      const [x0, y0] = [x, y]
      x += ring[step] / 2000
      y += ring[step + 1] / 2000
      if (step && y0 > lat !== y > lat && lon < ((x - x0) * (lat - y0)) / (y - y0) + x0) isIn = !isIn
    }
  }
  return isIn
}

// Without network a page comes as it was kept: what its address asks for is drawn from what is saved.
async function openKept() {
  const wanted = new URLSearchParams(location.search)
  const isKept = dataset.home !== undefined && (wanted.has("station") || wanted.has("district"))
  if (!isKept && navigator.onLine) return
  await withSaved(({ offline, words, pack }) => {
    const id = wanted.get("station")
    const at = offline.minutesNow()
    const shown = id && offline.station(pack, words, id, { language, at })
    if (shown) {
      answers.replaceChildren(card(shown, 0), sketch)
      answers.querySelector(".station").open = true
      draw(null)
    } else if (isKept) {
      document.querySelector("main").classList.remove("home")
      answers.replaceChildren(...(id ? [] : listed(offline, words, pack, wanted.get("district"), at)))
      const said = words.words
      const only = { district: pack[language], count: pack.count }
      if (id) answers.append(hint(said["light.offline.station_not_saved"]))
      answers.append(hint(fillIn(said["light.offline.only"], only)))
    }
  })
}

const hint = (text) => make("p", text, { class: "hint problem", role: "status" })

// A district that is saved is listed; of another is said how to save it.
function listed(offline, words, pack, code, at) {
  const said = words.words
  const link = [...document.querySelectorAll(".choices a")]
    .find((one) => new URL(one.href).searchParams.get("district") === code)
  if (!link) return []
  const wanted = link.textContent
  if (code !== pack.code) return [hint(fillIn(said["light.offline.not_saved"], { wanted }))]
  document.querySelector(".districts").open = false
  const title = fillIn(said["light.district"], { district: wanted })
  return [make("h1", title, { class: "section" }), list(offline.district(pack, words, at))]
}

function later(work) {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 3000 })
  else setTimeout(work, 1000)
}

function keepWorking() {
  if (!("serviceWorker" in navigator)) return
  const url = at(`worker.js?lang=${language}`).href
  const policy = window.trustedTypes?.createPolicy("light", {
    createScriptURL: (asked) => (asked === url ? asked : ""),
  })
  const scope = folder.pathname.replace(/\/$/, "")
  navigator.serviceWorker.register(policy ? policy.createScriptURL(url) : url, { scope })
    .catch(() => {})
}

$("locate").onclick = locate
$("search").onsubmit = (event) => {
  event.preventDefault()
  search(new FormData(event.target).get("q"))
}
$("search").onchange = (event) => {
  if (event.target.name === "mode" && spot) ask(spot)
}
// The other language asks the same again, by a form, so that the position stays out of the address.
$("language").onsubmit = (event) => {
  if (!spot || !navigator.onLine) return
  const form = event.target
  for (const [name, value] of Object.entries({ ...spot, mode: mode() })) {
    form.querySelector(`[name="${name}"]`)?.remove()
    form.append(Object.assign(make("input"), { type: "hidden", name, value }))
  }
  form.method = "post"
  form.action = at("nearest")
}
window.addEventListener("offline", () => openKept())
window.addEventListener("online", () => notice(null))

if (answers.querySelector(".station")) {
  const { lon, lat } = Object.fromEntries(new FormData($("language")))
  if (lon) spot = Object.fromEntries(new FormData($("language")))
  draw(lon ? { lon: Number(lon), lat: Number(lat) } : null)
}
openKept()
saySaved()
document.documentElement.dataset.ready = ""
later(keepWorking)
