// A plan on the map: new sites by number, what closes and moves, the cells that gain and lose.
(function () {
  "use strict";

  const FIT = { padding: [28, 28], maxZoom: 15, animate: false };
  const COLOURS = {
    light: { station: "#495057", edge: "#ffffff", gained: "#1864ab", lost: "#a34700" },
    dark: { station: "#ced4da", edge: "#10161c", gained: "#74c0fc", lost: "#ffa94d" },
  };
  const arrived = new Map(); // stations by address, as promises: another plan fetches nothing
  const outdated = new Set(); // addresses of which the page was told
  let lastSubject = null;

  /** Make the layer of one plan; the one before has been taken off the map. */
  stationmap.sites = function (shown) {
    window.feature_group = []; // streamlit-folium would keep every group it ever had
    const layer = L.layerGroup();
    layer.onAdd = function (map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      if (stationmap.tapped) stationmap.tapped.clearLayers();
      stationmap.dress(map, shown, "map.sites");
      drawAreas(this, shown);
      drawStations(map, this, shown);
      drawMarks(this, shown);
      fit(map, shown);
      return this;
    };
    return layer;
  };

  function ringsOf({ lon, lat, ends }, per) {
    const lons = stationmap.degrees(lon, per);
    const lats = stationmap.degrees(lat, per);
    const ring = (end, i) =>
      Array.from({ length: end - (ends[i - 1] || 0) }, (_none, k) => {
        const place = (ends[i - 1] || 0) + k;
        return [lats[place], lons[place]];
      });
    return ends.map(ring);
  }

  /** Draw the cells: what is gained by a full edge, what is lost by a broken one. */
  function drawAreas(layer, { gained, lost, steps_per_degree, dark }) {
    const colours = COLOURS[dark ? "dark" : "light"];
    const renderer = L.canvas({ padding: 0.3 });
    const draw = (rings, style) =>
      ringsOf(rings, steps_per_degree).forEach((ring) =>
        L.polygon(ring, { renderer, interactive: false, weight: 1.5, fillOpacity: 0.35, ...style }).addTo(layer)
      );
    draw(gained, { color: colours.gained, fillColor: colours.gained });
    draw(lost, { color: colours.lost, fillColor: colours.lost, dashArray: "4 4" });
  }

  async function drawStations(map, layer, { address, shown, dark }) {
    if (!address) return;
    if (!arrived.has(address)) arrived.set(address, stationmap.fetchJson(address));
    let body;
    try {
      body = await arrived.get(address);
    } catch (error) {
      arrived.delete(address);
      if (!error.isGone || outdated.has(address)) return;
      outdated.add(address);
      stationmap.tell({}); // the stations have changed: the page is drawn again as they are now
      return;
    }
    if (!map.hasLayer(layer)) return; // meanwhile another plan was drawn
    const colours = COLOURS[dark ? "dark" : "light"];
    const renderer = L.canvas({ padding: 0.3 });
    const lons = stationmap.degrees(body.lon, body.steps_per_degree);
    const lats = stationmap.degrees(body.lat, body.steps_per_degree);
    const bits = atob(shown);
    const style = { renderer, radius: 4, weight: 1, color: colours.edge, fillColor: colours.station, fillOpacity: 1 };
    for (let i = 0; i < lons.length; i++) {
      if (!((bits.charCodeAt(i >> 3) >> (7 - (i & 7))) & 1)) continue;
      L.circleMarker([lats[i], lons[i]], { ...style, interactive: false }).addTo(layer);
    }
  }

  async function drawMarks(layer, { sites, closed, moved, pin, language }) {
    const say = await stationmap.speaker(language);
    for (const [before, after] of moved) {
      L.polyline([before, after], { className: "way", interactive: false }).addTo(layer);
      mark(before, "site before", say("map.moved_from"), 20).addTo(layer);
      mark(after, "site moved", say("map.moved_to"), 24).addTo(layer);
    }
    for (const at of closed) mark(at, "site closed", say("map.closed_station"), 24, "×").addTo(layer);
    sites.forEach((at, i) => mark(at, "site new", say("map.site", { number: i + 1 }), 30, i + 1).addTo(layer));
    if (pin) mark(pin, "pin", say("map.pin"), 44).addTo(layer);
  }

  function mark(at, kind, alt, size, label) {
    const element = document.createElement("span");
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", alt);
    if (label !== undefined) element.textContent = label;
    const tip = kind === "pin" ? [size / 2, size] : [size / 2, size / 2];
    const icon = L.divIcon({ className: kind, html: element, iconSize: [size, size], iconAnchor: tip });
    const above = typeof label === "number" ? 1000 - label : 0; // the first stays readable
    return L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: above });
  }

  /** Show what changes, else the area, when it is another plan than before. */
  function fit(map, { sites, closed, moved, bounds, subject }) {
    if (subject === lastSubject) return;
    const changed = [...sites, ...closed, ...moved.flat()];
    const places = changed.length ? changed : bounds || [];
    if (!places.length) return;
    lastSubject = subject;
    stationmap.show(map, () => map.fitBounds(places, FIT));
  }
})();
