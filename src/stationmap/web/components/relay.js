// Carries taps on what the pages draw as HTML: [data-tap] to Python, [data-share] to the phone.
// A tap on [data-with-picked] takes along, as a JSON list, what is ticked of all [data-pick].
export default function ({ data, parentElement, setTriggerValue }) {
  const share = async (element) => {
    const url = new URL(element.dataset.share, document.baseURI).href
    try {
      if (navigator.share) await navigator.share({ title: document.title, url })
      else {
        await navigator.clipboard.writeText(url)
        element.querySelector("span").textContent = data.copied
      }
    } catch (refusal) {
      if (refusal.name !== "AbortError") window.prompt(data.copy, url)
    }
  }
  const boxes = () => [...document.querySelectorAll("[data-pick]")]
  const picked = () => JSON.stringify(boxes().filter((box) => box.checked).map((box) => box.dataset.pick))
  const onChange = (event) => {
    if (event.target.dataset?.pickAll === undefined) return
    for (const box of boxes()) box.checked = event.target.checked
  }
  const onClick = (event) => {
    const element = event.target.closest?.("[data-tap], [data-share]")
    if (!element || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (element.dataset.share) share(element)
    const { tap, withPicked } = element.dataset
    if (tap) setTriggerValue("tap", withPicked === undefined ? tap : tap + picked())
  }
  document.addEventListener("click", onClick)
  document.addEventListener("change", onChange)
  parentElement.querySelector("span").dataset.listens = ""
  return () => {
    document.removeEventListener("click", onClick)
    document.removeEventListener("change", onChange)
  }
}
