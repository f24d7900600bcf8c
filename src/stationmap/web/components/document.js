// Tells who listens instead of looking what Streamlit does not: which language the page speaks,
// which link of the bars leads to this page, what the map is, and what has changed.
let said
const watch = new MutationObserver(tell)

function tell() {
  for (const link of document.querySelectorAll(said.bars)) {
    // As it is written: the first page's link has no path, and would lead to wherever she is.
    const name = link.getAttribute("href").split("?")[0].split("/").pop() || said.first
    if (name !== said.here) link.removeAttribute("aria-current")
    else if (!link.hasAttribute("aria-current")) link.setAttribute("aria-current", "page")
  }
  for (const map of document.querySelectorAll('iframe[title^="streamlit_folium"]')) map.title = said.map
  // What is read out must have been there before its words change.
  for (const part of document.querySelectorAll("[data-live]")) part.parentElement.setAttribute("aria-live", "polite")
}

export default function ({ data }) {
  said = data
  document.documentElement.lang = said.language
  tell()
  watch.observe(document.body, { childList: true, subtree: true })
  return () => watch.disconnect()
}
