// The panel that a tap on a map opens; text from people enters it through `textContent` only.
(function () {
  "use strict";

  /** Make an element with this text. */
  stationmap.element = function (name, text, className = "") {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    if (name === "button") made.type = "button";
    return made;
  };

  stationmap.closePanel = function (map) {
    map.getContainer().querySelector(".panel")?.remove();
  };

  /** Open an empty panel in the place of the one before. */
  stationmap.newPanel = function (map) {
    stationmap.closePanel(map);
    const panel = document.createElement("section");
    panel.className = "panel";
    panel.setAttribute("role", "dialog");
    L.DomEvent.disableClickPropagation(panel);
    L.DomEvent.disableScrollPropagation(panel);
    map.getContainer().append(panel);
    return panel;
  };

  /** Make the button that closes a map's panel. */
  stationmap.panelCloser = function (map, label) {
    const close = stationmap.element("button", "×", "close");
    close.setAttribute("aria-label", label);
    close.onclick = () => stationmap.closePanel(map);
    return close;
  };
})();
