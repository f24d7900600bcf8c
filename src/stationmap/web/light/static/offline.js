// Answers from a saved district, with the words and the rules of the server's own answers.
// Nothing here touches the page: what goes in and what comes out is data.

const MINUTE_MS = 60000
const DAY_MIN = 1440
const BEIJING_MIN = 480
const A = 6378137
const E2 = 0.00669437999014
const NEARER_BY_M = 300
const POINTS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"]
const UNPRINTABLE = /[\p{C}\p{Z}]/gu
const SEPARATORS = /[\s,|:;<>"'`\\]+/g

export const minutesNow = () => Math.floor(Date.now() / MINUTE_MS)

const fill = (template, places) => template.replace(/{(\w+)}/g, (_, name) => places[name])
const two = (number) => String(number).padStart(2, "0")
const even = (value) => {
  // Python rounds halves to the even number.
  const low = Math.floor(value)
  return value - low === 0.5 ? low + (low % 2) : Math.round(value)
}

// A moment is minutes since 1970; in Beijing, as a date whose UTC fields are Beijing's.
const beijing = (minutes) => new Date((minutes + BEIJING_MIN) * MINUTE_MS)
const dayNumber = (minutes) => Math.floor((minutes + BEIJING_MIN) / DAY_MIN)
export const isoDay = (minutes) => beijing(minutes).toISOString().slice(0, 10)
export const isoMoment = (minutes) =>
  beijing(minutes).toISOString().slice(0, 16).replace("T", " ")

// Distance and bearing on WGS-84 by the radii of curvature midway: within a metre up to 50 km.
export function way(from, to) {
  const rad = Math.PI / 180
  const middle = ((from.lat + to.lat) / 2) * rad
  const w = Math.sqrt(1 - E2 * Math.sin(middle) ** 2)
  const along = ((A * (1 - E2)) / w ** 3) * (to.lat - from.lat) * rad
  const across = (A / w) * Math.cos(middle) * (to.lon - from.lon) * rad
  const convergence = ((to.lon - from.lon) * Math.sin(middle)) / 2
  const bearing = Math.atan2(across, along) / rad - convergence
  return { distance: Math.hypot(along, across), bearing: (bearing + 360) % 360 }
}

// What awaits one at a door: open, closed or unknown, until when; after the saved days, unknown.
export function arrival(pack, number, at, closesSoonMin) {
  const since = at - pack.first
  const unknown = { state: "unknown", until: null }
  if (since < 0 || since >= pack.days * DAY_MIN) return unknown
  const { values, of } = pack.shared.forecast
  const stretches = values[of[number]]
  let start = 0
  let found = unknown
  for (let at3 = 0; at3 < stretches.length; at3 += 3) {
    start += stretches[at3]
    if (start > since) break
    const until = stretches[at3 + 2] ? pack.first + start + stretches[at3 + 2] : null
    found = { state: pack.states[stretches[at3 + 1]], until }
  }
  const soon = found.state === "open" && found.until !== null && found.until - at <= closesSoonMin
  return soon ? { ...found, state: "closes_soon" } : found
}

// The five that answer best, by the finder's rule: enterable, then unknown, each nearest first.
export function nearest(pack, words, { spot, mode, at, k = 5 }) {
  const groups = [[], []]
  const speed = (words.speed_km_h[mode] * 1000) / 60
  for (let number = 0; number < pack.count; number += 1) {
    const place = position(pack, number)
    const { distance, bearing } = way(spot, place)
    if (distance > words.reach_m) continue
    const minutes = (distance * words.detour) / speed
    const there = arrival(pack, number, Math.floor(at + minutes), words.closes_soon_min)
    const answer = { number, distance, bearing, minutes, arrival: there }
    if (there.state === "unknown") groups[1].push(answer)
    else if (there.state !== "closed") groups[0].push(answer)
  }
  const id = (answer) => pack.plain.id[answer.number]
  for (const group of groups) {
    group.sort((one, other) => one.distance - other.distance || (id(one) < id(other) ? -1 : 1))
  }
  return { answers: groups.flat().slice(0, k), unknown: groups[1], enterable: groups[0] }
}

// What lies behind one another in the saved columns is told by the difference.
export function unpack(pack) {
  for (const column of [pack.plain.lon, pack.plain.lat]) {
    for (let number = 1; number < column.length; number += 1) column[number] += column[number - 1]
  }
  return pack
}

const position = (pack, number) => ({
  lon: pack.plain.lon[number] / 1e6, lat: pack.plain.lat[number] / 1e6,
})

// The offset that navigation apps expect (geo/gcj02.py); every district lies where it applies.
function gcj02({ lon, lat }) {
  const { PI, sin, sqrt, abs } = Math
  const [x, y] = [lon - 105, lat - 35]
  const waves = (value, ...pairs) =>
    pairs.reduce((sum, [height, part]) => sum + height * sin((PI * value) / part), 0)
  const ripple = 20 * sin(6 * PI * x) + 20 * sin(2 * PI * x)
  const north = -100 + 2 * x + 3 * y + 0.2 * y ** 2 + 0.1 * x * y + 0.2 * sqrt(abs(x)) +
    ((ripple + waves(y, [20, 1], [40, 3], [160, 12], [320, 30])) * 2) / 3
  const east = 300 + x + 2 * y + 0.1 * x ** 2 + 0.1 * x * y + 0.1 * sqrt(abs(x)) +
    ((ripple + waves(x, [20, 1], [40, 3], [150, 12], [300, 30])) * 2) / 3
  const [a, e2, phi] = [6378245, 0.00669342162296594323, (lat * PI) / 180]
  const w2 = 1 - e2 * sin(phi) ** 2
  return {
    lon: lon + ((east / ((a / sqrt(w2)) * Math.cos(phi))) * 180) / PI,
    lat: lat + ((north / ((a * (1 - e2)) / w2 ** 1.5)) * 180) / PI,
  }
}

const value = (pack, column, number) => {
  const { values, of } = pack.shared[column]
  return values[of[number]]
}

export function moment(at, today, say) {
  const date = beijing(at)
  const days = dayNumber(at) - dayNumber(today)
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
  if (time === "00:00" && days === 1) return say("moment.midnight")
  if (days <= 0) return time
  if (days === 1) return say("moment.tomorrow", { time })
  return say("moment.later", { month: date.getUTCMonth() + 1, day: date.getUTCDate(), time })
}

export function distanceSaid(metres, say) {
  const tens = even(metres / 10) * 10
  if (tens < 1000) return say("distance.metres", { number: tens })
  return say("distance.kilometres", { number: (metres / 1000).toFixed(metres < 10000 ? 1 : 0) })
}

export const directionSaid = (bearing, say) => say(`direction.${POINTS[even(bearing / 45) % 8]}`)

function span(time, say) {
  const whole = Math.max(1, even(time))
  if (whole <= 90) return say("duration.minutes", { minutes: whole })
  const places = { hours: Math.floor(whole / 60), minutes: whole % 60 }
  return say(places.minutes ? "duration.hours_and_minutes" : "duration.hours", places)
}

function stateSaid({ state, until }, today, say) {
  if (state === "open" && until === null) return say("arrival.round_the_clock")
  if (until === null || state === "unknown") return say(`arrival.${state}`)
  return say(`arrival.${state}_until`, { time: moment(until, today, say) })
}

function facilities(pack, words, number, today, say) {
  const found = []
  for (const [, letter, broken, expiry] of value(pack, "facilities", number)
    .matchAll(/([A-Za-z])(-?)(?:@(\d{4}-\d\d-\d\d))?/g)) {
    const code = words.facilities[words.letters.indexOf(letter)]
    const facility = say(`facility.${code}`)
    if (broken) found.push([words.glyphs.broken, say("card.broken", { facility }), false])
    else if (expiry && expiry < isoDay(today)) {
      found.push([words.glyphs.broken, say("card.expired", { facility }), false])
    } else found.push([words.glyphs[code], facility, true])
  }
  return found.sort((one, other) => Number(other[2]) - Number(one[2]))
}

function freshness(pack, words, number, today, say) {
  const day = value(pack, "verified", number)
  if (!day) return [say("card.never_verified"), true]
  const age = dayNumber(today) - Math.floor(Date.parse(day) / (DAY_MIN * MINUTE_MS))
  const days = words.stale_after_days
  return age > days ? [say("card.stale", { days, day }), true] : [say("card.verified", { day }), false]
}

function hours(day, say) {
  const [suspended, doubt, ...times] = day
  if (suspended) return say("status.suspended")
  const said = []
  for (let at = 0; at < times.length; at += 3) {
    const clock = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
    const text = say("station.times", { start: clock(times[at]), end: clock(times[at + 1]) })
    said.push(times[at + 2] ? say("station.self_entry", { times: text }) : text)
  }
  if (doubt) said.push(say(said.length ? "station.hours_in_doubt" : "station.hours_unknown"))
  return said.join(say("card.separator")) || say("station.shut")
}

// The saved days of a station, as the places of their hours.
const daysOf = (pack, number) => pack.shared.week.values[pack.shared.forecast.of[number]]
const daysSince = (pack, at) => dayNumber(at) - dayNumber(pack.first)
const dayOf = (pack, number, at) =>
  pack.shared.day.values[daysOf(pack, number)[daysSince(pack, at)]]

function week(pack, number, today, say) {
  const from = daysSince(pack, today)
  const days = daysOf(pack, number)
  return days.slice(from, from + 7).map((day, ahead) => {
    const date = beijing(pack.first + (from + ahead) * DAY_MIN)
    const places = {
      weekday: say(`weekday.${date.getUTCDay() || 7}`),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
    }
    const note = pack.holidays.includes(from + ahead)
      ? say("station.holiday")
      : pack.makeup.includes(from + ahead) ? say("station.makeup_workday") : ""
    const name = [say("station.day", places), note].filter(Boolean).join(" ")
    return [name, hours(pack.shared.day.values[day], say)]
  })
}

function routes(pack, words, number, mode) {
  const { lon, lat } = gcj02(position(pack, number))
  const places = {
    lon: lon.toFixed(6),
    lat: lat.toFixed(6),
    name: encoded(shortName(pack.plain.name[number])),
  }
  return words.routes[mode].map((url) => fill(url, places))
}

// As maps/links.py does both.
const shortName = (name) =>
  [...name.replace(UNPRINTABLE, " ").replace(SEPARATORS, " ").trim()].slice(0, 40).join("").trimEnd()
const encoded = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

function telephone(text) {
  const found = text.match(/\+?[0-9][0-9()（）\s./-]*/)
  if (!found) return null
  const digits = found[0].replace(/[^0-9]/g, "")
  const plus = found[0].startsWith("+") ? "+" : ""
  return digits.length < 3 || digits.length > 15 ? null : `tel:${plus}${digits}`
}

// The same card as the server's, for the same moment.
export function card(pack, words, answer, { language, mode, at }) {
  const said = words.words
  const say = (key, places) => (places ? fill(said[key], places) : said[key])
  const { number } = answer
  const listed = (column, table, none) =>
    value(pack, column, number).map((code) => say(`${table}.${code}`)).join(say("card.separator")) ||
    say(none)
  const [fresh, stale] = freshness(pack, words, number, at, say)
  const days = week(pack, number, at, say)
  const phone = value(pack, "phone", number)
  const { id, name, address } = pack.plain
  const hasWay = answer.distance !== undefined
  return {
    id: id[number],
    ...position(pack, number),
    state: answer.arrival.state,
    texts: {
      state: stateSaid(answer.arrival, at, say),
      name: name[number],
      subtitle: [say(`kind.${value(pack, "kind", number)}`), value(pack, "host", number)]
        .filter(Boolean).join(" · "),
      doubt: pack.doubts[id[number]]?.[language] ?? "",
      distance: hasWay ? distanceSaid(answer.distance, say) : "",
      direction: !hasWay ? "" : even(answer.distance / 10)
        ? directionSaid(answer.bearing, say) : say("direction.here"),
      duration: hasWay ? say(`duration.${mode}`, { time: span(answer.minutes, say) }) : "",
      today: days.length ? days[0][1] : say("station.hours_unknown"),
      address: address[number],
      who: listed("audience", "audience", "card.who_unknown"),
      how: listed("entry", "entry", "card.how_unknown"),
      fresh,
      phone,
    },
    bearing: hasWay ? Math.round(answer.bearing) : null,
    phone: telephone(phone),
    routes: routes(pack, words, number, mode),
    facilities: facilities(pack, words, number, at, say),
    stale,
    week: days,
  }
}

// What the server would answer, as far as the saved district goes.
export function answer(pack, words, { spot, mode, language, at, isInside, start }) {
  const said = words.words
  const district = pack[language]
  const found = nearest(pack, words, { spot, mode, at })
  const remarks = [fill(said["light.offline.only"], { district, count: pack.count })]
  if (!isInside) remarks.push(fill(said["light.offline.far"], { district }))
  if (at >= pack.first + pack.days * DAY_MIN) remarks.push(said["light.offline.too_old"])
  const [best] = found.answers
  const [doubtful] = found.unknown
  if (best && doubtful && best.arrival.state !== "unknown" &&
      best.distance - doubtful.distance >= NEARER_BY_M) {
    const say = (key, places) => (places ? fill(said[key], places) : said[key])
    remarks.push(say("find.nearer_uncertain", {
      name: pack.plain.name[doubtful.number],
      direction: directionSaid(doubtful.bearing, say),
      distance: distanceSaid(doubtful.distance, say),
    }))
  }
  return {
    start,
    cards: found.answers.map((one) => card(pack, words, one, { language, mode, at })),
    remarks,
    empty: best ? "" : fill(said["find.empty.no_chips"], { hotline: words.hotline }),
    small: "",
    district: null,
    spot,
  }
}

// One station as it is now, by its id; none if it was not saved.
export function station(pack, words, id, { language, at }) {
  const number = pack.plain.id.indexOf(id)
  if (number < 0) return null
  const there = arrival(pack, number, at, words.closes_soon_min)
  const shown = card(pack, words, { number, arrival: there }, { language, mode: "walk", at })
  shown.texts.state = stateNow(pack, words, number, there, at)
  return shown
}

function stateNow(pack, words, number, there, at) {
  const said = words.words
  const say = (key, places) => (places ? fill(said[key], places) : said[key])
  if (dayOf(pack, number, at)?.[0]) return say("status.suspended")
  if (there.state !== "closed") return stateSaid(there, at, say)
  if (there.until === null) return say("station.shut_now")
  return say("station.shut_now_until", { time: moment(there.until, at, say) })
}

// Some of the saved stations as they are now: those that can be entered first, then the unknown.
export function district(pack, words, at, most = 40) {
  const order = ["open", "closes_soon", "unknown", "closed"]
  return pack.plain.name
    .map((name, number) => ({
      name, number, there: arrival(pack, number, at, words.closes_soon_min),
    }))
    .sort((one, other) => order.indexOf(one.there.state) - order.indexOf(other.there.state))
    .slice(0, most)
    .map(({ name, number, there }) => ({
      name,
      detail: stateNow(pack, words, number, there, at),
      station: pack.plain.id[number],
    }))
}

// The saved stations whose name or address holds what was typed.
export function search(pack, query, most = 8) {
  const wanted = query.trim().toLowerCase()
  const found = []
  for (let number = 0; number < pack.count && found.length < most; number += 1) {
    const detail = pack.plain.address[number]
    const name = pack.plain.name[number]
    if (`${name} ${detail}`.toLowerCase().includes(wanted)) {
      found.push({ name, detail, ...position(pack, number), station: pack.plain.id[number] })
    }
  }
  return found
}
