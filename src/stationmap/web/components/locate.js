// Asks the phone where it is, on a tap and never before, and says how that ended.
const TIME_LIMIT_MS = 10000
const PROBLEMS = { 1: "denied", 2: "unavailable", 3: "timed_out" }

export default function ({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button")
  const label = button.querySelector("span")
  let waiting = null

  const show = (busy) => {
    button.setAttribute("aria-busy", String(busy))
    label.textContent = busy ? data.waiting : data.label
  }
  const end = (outcome) => {
    clearTimeout(waiting)
    waiting = null
    show(false)
    setTriggerValue("outcome", outcome)
  }
  button.onclick = () => {
    if (waiting !== null) return
    if (!window.isSecureContext) return end({ problem: "insecure" })
    if (!navigator.geolocation) return end({ problem: "unavailable" })
    show(true)
    // Some browsers inside apps never answer at all: they are given a second more, then told of.
    waiting = setTimeout(() => end({ problem: "timed_out" }), TIME_LIMIT_MS + 1000)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => end({
        lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy,
      }),
      (error) => end({ problem: PROBLEMS[error.code] ?? "unavailable" }),
      { enableHighAccuracy: true, timeout: TIME_LIMIT_MS, maximumAge: 0 },
    )
  }
  if (waiting === null) show(false)
}
