// One question on the map: where she is, rings of distance, a line to the best, and the answers.
(function () {
  "use strict";

  const FIT = { padding: [40, 40], maxZoom: 16, animate: false };
  const ALONE_ZOOM = 15;
  const ALONE_WITHOUT_TILES_ZOOM = 11; // where the districts around tell where it is
  const RINGS_M = [100, 200, 500, 1000, 2000, 5000, 10000, 20000];
  const RING_AT_LEAST_PX = 55;
  const ICON_PX = 44;
  const [BEST_PX, OTHER_PX] = [48, 36];
  const SVG = "http://www.w3.org/2000/svg";
  // The shape tells the state as the colour does.
  const SHAPES = {
    open: ["circle", { cx: 22, cy: 22, r: 16 }],
    closes_soon: ["polygon", { points: "22,4 40,36 4,36" }],
    closed: ["rect", { x: 8, y: 8, width: 28, height: 28, rx: 3 }],
    unknown: ["polygon", { points: "22,3 41,22 22,41 3,22" }],
  };
  const NUMBER_Y = { closes_soon: 32 };
  let lastPlaces = "";

  /** Report taps on the map, at once; two taps are two taps and no zoom. */
  stationmap.taps = function () {
    const reporter = L.layerGroup();
    reporter.onAdd = function (map) {
      map.doubleClickZoom.disable();
      map.on("click", ({ latlng }) => {
        L.marker(latlng, { icon: pin("tapped"), interactive: false }).addTo(this._taps);
        stationmap.tell({ lat: latlng.lat, lng: latlng.lng });
      });
      stationmap.tapped = this._taps = L.layerGroup().addTo(map);
      return this;
    };
    return reporter;
  };

  /** Make the layer of one question; the one before has been taken off the map. */
  stationmap.finder = function (question) {
    window.feature_group = []; // streamlit-folium would keep every group it ever had
    const layer = L.layerGroup();
    layer.onAdd = function (map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      if (stationmap.tapped) stationmap.tapped.clearLayers();
      stationmap.dress(map, question, "map.finder");
      draw(map, this, question);
      fit(map, question);
      return this;
    };
    return layer;
  };

  async function draw(map, layer, { position, accuracy_m, answers, language }) {
    const [best] = answers;
    if (position) {
      drawRings(map, layer, position, language);
      if (accuracy_m) {
        L.circle(position, { radius: accuracy_m, className: "accuracy", interactive: false }).addTo(layer);
      }
      if (best) drawWay(map, layer, position, best);
    }
    const say = await stationmap.speaker(language);
    for (const answer of answers) drawAnswer(layer, answer, say);
    if (position) {
      L.marker(position, { icon: pin("you"), alt: say("map.you"), keyboard: false, interactive: false, zIndexOffset: -1000 }).addTo(layer);
    }
  }

  function drawAnswer(layer, [lat, lng, number, state], say) {
    const size = number === 1 ? BEST_PX : OTHER_PX;
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", `0 0 ${ICON_PX} ${ICON_PX}`);
    icon.setAttribute("role", "img");
    icon.setAttribute("aria-label", say("map.answer", { number, state: say(`map.state.${state}`) }));
    const [shape, attributes] = SHAPES[state];
    icon.append(
      svg(shape, { ...attributes, class: `answer ${state}` }),
      svg("text", { x: 22, y: NUMBER_Y[state] || 28, class: "number" }, number)
    );
    L.marker([lat, lng], {
      icon: L.divIcon({ className: number === 1 ? "best" : "", html: icon, iconSize: [size, size] }),
      interactive: false,
      keyboard: false,
      zIndexOffset: -100 * number,
    }).addTo(layer);
  }

  /** Draw the straight line to the best answer, with an arrow half-way. */
  function drawWay(map, layer, position, [lat, lng]) {
    const ends = [position, [lat, lng]];
    L.polyline(ends, { className: "way-edge", interactive: false }).addTo(layer);
    L.polyline(ends, { className: "way", interactive: false }).addTo(layer);
    const [from, to] = ends.map((end) => map.project(end, 20));
    const arrow = document.createElementNS(SVG, "svg");
    arrow.setAttribute("viewBox", "-10 -10 20 20");
    arrow.append(svg("path", { d: "M-7,-7 L8,0 L-7,7 L-3,0 Z", class: "way-arrow" }));
    arrow.style.transform = `rotate(${Math.atan2(to.y - from.y, to.x - from.x)}rad)`;
    const middle = map.unproject(from.add(to).divideBy(2), 20);
    const icon = L.divIcon({ className: "", html: arrow, iconSize: [20, 20] });
    // Below the answers: where the best is near, its number must be readable.
    L.marker(middle, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(layer);
  }

  /** Draw the two rings of round distances that suit the zoom. */
  function drawRings(map, layer, position, language) {
    const rings = L.layerGroup().addTo(layer);
    const redraw = async () => {
      const say = await stationmap.speaker(language);
      if (!map.hasLayer(rings)) return; // meanwhile another question was asked
      rings.clearLayers();
      const metresPerPx = (40075016.686 * Math.cos((position[0] * Math.PI) / 180)) / 256 / 2 ** map.getZoom();
      const fitting = RINGS_M.filter((radius) => radius / metresPerPx >= RING_AT_LEAST_PX).slice(0, 2);
      for (const radius of fitting) drawRing(rings, position, radius, say);
    };
    redraw();
    map.on("zoomend", redraw);
    rings.on("remove", () => map.off("zoomend", redraw));
  }

  function drawRing(rings, position, radius, say) {
    const ring = L.circle(position, { radius, className: "ring", interactive: false }).addTo(rings);
    const label = document.createElement("span");
    label.textContent =
      radius < 1000 ? say("map.metres", { distance: radius }) : say("map.kilometres", { distance: radius / 1000 });
    const top = [ring.getBounds().getNorth(), position[1]];
    const icon = L.divIcon({ className: "ring-name", html: label, iconSize: [0, 0] });
    L.marker(top, { icon, interactive: false, keyboard: false }).addTo(rings);
  }

  /** Show her and all answers, unless the same places are shown already. */
  function fit(map, { position, answers }) {
    const places = [...(position ? [position] : []), ...answers.map(([lat, lng]) => [lat, lng])];
    if (!places.length || JSON.stringify(places) === lastPlaces) return;
    lastPlaces = JSON.stringify(places);
    stationmap.show(map, () => {
      if (places.length === 1) map.setView(places[0], aloneZoom(map, position), { animate: false });
      else map.fitBounds(places, FIT);
    });
  }

  function aloneZoom(map, position) {
    let hasTiles = false;
    map.eachLayer((layer) => (hasTiles ||= layer instanceof L.TileLayer));
    return position || hasTiles ? ALONE_ZOOM : ALONE_WITHOUT_TILES_ZOOM;
  }

  function pin(kind) {
    const dot = document.createElement("span");
    return L.divIcon({ className: kind, html: dot, iconSize: [24, 24] });
  }

  function svg(name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }
})();
