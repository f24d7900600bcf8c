// Asks before the edit page is left while something typed in its form is not saved.
const FORM = ".st-key-edit-form"
const LEADS_AWAY = "a[href]:not([target='_blank'])"
let typed = false
let seen = null

export default function ({ data }) {
  if (seen !== data.saved) typed = false // saved, or another station: nothing is at stake
  seen = data.saved
  const isAtStake = () => typed || data.changed
  const onInput = (event) => { if (event.target.closest?.(FORM)) typed = true }
  const onUnload = (event) => { if (isAtStake()) event.preventDefault() }
  const onClick = (event) => {
    if (event.target.closest?.(`${FORM} button`)) typed = true
    if (!event.target.closest?.(LEADS_AWAY) || !isAtStake()) return
    if (window.confirm(data.ask)) typed = data.changed = false
    else { event.preventDefault(); event.stopPropagation() }
  }
  document.addEventListener("input", onInput, true)
  document.addEventListener("click", onClick, true)
  window.addEventListener("beforeunload", onUnload)
  return () => {
    document.removeEventListener("input", onInput, true)
    document.removeEventListener("click", onClick, true)
    window.removeEventListener("beforeunload", onUnload)
  }
}
