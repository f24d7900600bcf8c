// The pin that staff put on the map, the circle of what counts as near, and what is in it.
(function () {
  "use strict";

  const NEAR_ZOOM = 17;
  const FAR_ZOOM = 15; // from here on a tap is exact enough to stay where one is
  let lastPin = "";

  /** Make the layer of one pin; the one before has been taken off the map. */
  stationmap.pin = function (shown) {
    window.feature_group = []; // streamlit-folium would keep every group it ever had
    const layer = L.layerGroup();
    layer.onAdd = function (map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      if (stationmap.tapped) stationmap.tapped.clearLayers();
      stationmap.dress(map, shown, "map.pin_map");
      draw(this, shown);
      goTo(map, shown);
      return this;
    };
    return layer;
  };

  async function draw(layer, { pin, before, accuracy_m, radius_m, near, language }) {
    const say = await stationmap.speaker(language);
    if (before) marker(before, "before", say("map.pin_before"), 24).addTo(layer);
    near.forEach((at, i) => marker(at, "near", say("map.pin_near", { number: i + 1 }), 28, i + 1).addTo(layer));
    if (!pin) return;
    if (before) L.polyline([before, pin], { className: "way", interactive: false }).addTo(layer);
    if (accuracy_m) L.circle(pin, { radius: accuracy_m, className: "accuracy", interactive: false }).addTo(layer);
    L.circle(pin, { radius: radius_m, className: "ring", interactive: false }).addTo(layer);
    marker(pin, "pin", say("map.pin"), 44).addTo(layer);
  }

  /** Show the pin from near by, unless it was there before or was tapped from near by. */
  function goTo(map, { pin, before }) {
    const place = pin || before;
    if (!place || JSON.stringify(place) === lastPin) return;
    lastPin = JSON.stringify(place);
    if (map.getZoom() >= FAR_ZOOM && map.getBounds().pad(-0.1).contains(place)) return;
    stationmap.show(map, () => map.setView(place, NEAR_ZOOM, { animate: false }));
  }

  function marker(at, kind, alt, size, number) {
    const mark = document.createElement("span");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", alt);
    if (number !== undefined) mark.textContent = number;
    const tip = kind === "pin" ? [size / 2, size] : [size / 2, size / 2];
    const icon = L.divIcon({ className: kind, html: mark, iconSize: [size, size], iconAnchor: tip });
    return L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: kind === "pin" ? 1000 : 0 });
  }
})();
