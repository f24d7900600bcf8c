// Carries taps on what the pages draw as HTML: [data-tap] to Python, [data-share] to the phone.
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
  const onClick = (event) => {
    const element = event.target.closest?.("[data-tap], [data-share]")
    if (!element || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (element.dataset.share) share(element)
    if (element.dataset.tap) setTriggerValue("tap", element.dataset.tap)
  }
  document.addEventListener("click", onClick)
  parentElement.querySelector("span").dataset.listens = ""
  return () => document.removeEventListener("click", onClick)
}
