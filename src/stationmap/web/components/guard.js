// Asks before the edit page is left while something typed in its form is not saved.
const FORM = ".st-key-edit-form"
const LEADS_AWAY = "a[href]:not([target='_blank'])"
let typed = false
let seen = null
let latest = null // what the page said last; null where it is not shown
const isAtStake = () => latest !== null && (typed || latest.changed)

// Once for all: a run of the component need not end the one before.
document.addEventListener("input", (event) => { if (event.target.closest?.(FORM)) typed = true }, true)
window.addEventListener("beforeunload", (event) => { if (isAtStake()) event.preventDefault() })
document.addEventListener("click", (event) => {
  if (event.target.closest?.(`${FORM} button`)) typed = true
  if (!event.target.closest?.(LEADS_AWAY) || !isAtStake()) return
  if (window.confirm(latest.ask)) latest = null
  else { event.preventDefault(); event.stopPropagation() }
}, true)

export default function ({ data }) {
  if (seen !== data.saved) typed = false // saved, or another station: nothing is at stake
  seen = data.saved
  latest = data
  return () => { if (latest === data) latest = null }
}
