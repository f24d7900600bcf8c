// All stations as one canvas layer; a tap on a dot opens a panel, a tap on a cluster zooms in.
(function () {
  "use strict";

  const { closePanel, element, newPanel } = stationmap;
  const HIT_PX = 24;
  const SAME_PLACE_PX = 3;
  const LEFT_OUT = 0.03;
  const FIT = { padding: [16, 16], animate: false };
  const COLOURS = {
    light: {
      warm_station: "#0b7285", driver_home: "#a34700", service_center: "#1864ab",
      service_point: "#1864ab", workers_home: "#5f3dc4", mind_station: "#862e9c",
      nursing_room: "#c2255c", other: "#495057", cluster: "#0b7285", count: "#ffffff", edge: "#ffffff",
    },
    dark: {
      warm_station: "#3bc9db", driver_home: "#ffa94d", service_center: "#74c0fc",
      service_point: "#74c0fc", workers_home: "#b197fc", mind_station: "#e599f7",
      nursing_room: "#faa2c1", other: "#ced4da", cluster: "#3bc9db", count: "#10161c", edge: "#10161c",
    },
  };
  const arrived = new Map(); // stations by address, as promises: a filter fetches nothing
  const outdated = new Set(); // addresses of which the page was told
  let fitted = false;

  /** Make the layer; `shown` has a bit for each station, in base64, or is null for all. */
  stationmap.allStations = function (view) {
    window.feature_group = []; // streamlit-folium would keep every group it ever had
    return new StationsLayer(view);
  };

  /** Fetch the stations of an address, once. */
  function stationsAt(address) {
    if (!arrived.has(address)) arrived.set(address, stationmap.fetchJson(address).then(unpacked));
    return arrived.get(address);
  }

  function unpacked(body) {
    const lons = stationmap.degrees(body.lon, body.steps_per_degree);
    const lats = stationmap.degrees(body.lat, body.steps_per_degree);
    return {
      ...stationmap.unitSquare(lons, lats),
      kind: (i) => body.kind_letters[body.kinds[i]],
      status: (i) => body.status_letters[body.statuses[i]],
    };
  }

  function bytesOf(bits, count) {
    if (bits === null) return new Uint8Array(count).fill(1);
    const packed = atob(bits);
    return Uint8Array.from({ length: count }, (_none, i) => (packed.charCodeAt(i >> 3) >> (7 - (i & 7))) & 1);
  }

  const StationsLayer = L.Renderer.extend({
    options: { padding: 0.3 },

    initialize(view) {
      L.Renderer.prototype.initialize.call(this);
      this._view = view;
      this._groups = [];
    },

    getEvents() {
      return { ...L.Renderer.prototype.getEvents.call(this), click: this._tapped };
    },

    _initContainer() {
      this._container = document.createElement("canvas");
      this._pen = this._container.getContext("2d");
    },

    _destroyContainer() {
      this._container.remove();
      delete this._container;
      closePanel(this._map);
    },

    onAdd(map) {
      L.Renderer.prototype.onAdd.call(this, map);
      stationmap.dress(map, this._view, "map.all_stations");
      stationsAt(this._view.address).then(
        (stations) => this._take(stations),
        (error) => lookAgain(error, this._view) || showFailure(map, this._view)
      );
    },

    _take(stations) {
      if (!this._map) return;
      this._stations = { ...stations, shown: bytesOf(this._view.shown, stations.x.length) };
      if (!fitted) this._fit();
      this._update();
    },

    /** Show where most of the stations are: the outermost of each side do not count. */
    _fit() {
      const { x, y, shown } = this._stations;
      const middle = (values) => {
        const sorted = values.filter((_value, i) => shown[i]).sort();
        return [sorted[Math.floor(sorted.length * LEFT_OUT)], sorted[Math.floor(sorted.length * (1 - LEFT_OUT))]];
      };
      const [[left, right], [top, bottom]] = [middle(x), middle(y)];
      if (left === undefined) return;
      fitted = true;
      const bounds = this._degreesOf([left, top, right, bottom].map((at) => at * 256), 0);
      stationmap.show(this._map, () => this._map.fitBounds(bounds, FIT));
    },

    _degreesOf([left, top, right, bottom], zoom) {
      return [this._map.unproject([left, top], zoom), this._map.unproject([right, bottom], zoom)];
    },

    /** Redraw; Leaflet calls it whenever the map has moved. */
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = size.x * ratio;
      this._container.height = size.y * ratio;
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      if (this._stations) this._draw(size, ratio);
    },

    _draw(size, ratio) {
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const zoom = this._map.getZoom();
      this._groups = stationmap.cluster(this._stations, {
        zoom, left: origin.x, top: origin.y, width: size.x, height: size.y,
      });
      const pen = this._pen;
      pen.setTransform(ratio, 0, 0, ratio, -origin.x * ratio, -origin.y * ratio);
      const colours = COLOURS[this._view.dark ? "dark" : "light"];
      for (const group of this._groups) {
        if (group.count === 1) this._drawDot(pen, group, colours, zoom);
        else drawCluster(pen, group, colours);
      }
      const from = this._map.getPixelOrigin();
      const circles = this._groups.map((group) => ({
        x: group.x - from.x, y: group.y - from.y, radius: stationmap.radiusOf(group),
      }));
      stationmap.namesBeside(this._map, circles);
    },

    _drawDot(pen, { first, x, y }, colours, zoom) {
      const colour = colours[this._stations.kind(first)] || colours.other;
      const isOpen = this._stations.status(first) === "open";
      pen.beginPath();
      pen.arc(x, y, zoom >= 14 ? 7 : 5, 0, 2 * Math.PI);
      pen.fillStyle = isOpen ? colour : colours.edge;
      pen.strokeStyle = isOpen ? colours.edge : colour;
      pen.lineWidth = isOpen ? 1.5 : 2.5;
      pen.fill();
      pen.stroke();
    },

    _tapped({ latlng }) {
      if (!this._stations) return;
      const zoom = this._map.getZoom();
      const at = this._map.project(latlng, zoom);
      const far = (group) => Math.hypot(group.x - at.x, group.y - at.y);
      const hits = this._groups.filter((group) => far(group) <= HIT_PX).sort((a, b) => far(a) - far(b));
      const [hit] = hits;
      if (!hit) closePanel(this._map);
      else if (hit.count > 1) this._enter(hit, zoom);
      else {
        const same = hits.filter((other) => Math.hypot(other.x - hit.x, other.y - hit.y) <= SAME_PLACE_PX);
        openPanel(this._map, this._view, same.map((group) => group.first));
      }
    },

    _enter({ box }, zoom) {
      const target = this._map.getBoundsZoom(L.latLngBounds(this._degreesOf(box, zoom)), false, L.point(60, 60));
      const middle = this._map.unproject([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2], zoom);
      this._map.setView(middle, Math.min(Math.max(target, zoom + 1), this._map.getMaxZoom()));
    },
  });

  function drawCluster(pen, { count, x, y }, colours) {
    const text = count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 10000 ? 1 : 0)}k`;
    pen.beginPath();
    pen.arc(x, y, stationmap.radiusOf({ count }), 0, 2 * Math.PI);
    pen.globalAlpha = 0.92;
    pen.fillStyle = colours.cluster;
    pen.fill();
    pen.globalAlpha = 1;
    pen.lineWidth = 2;
    pen.strokeStyle = colours.edge;
    pen.stroke();
    pen.font = "600 13px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = colours.count;
    pen.fillText(text, x, y + 0.5);
  }

  /** Have the page drawn anew if the stations have changed since; say whether that helps. */
  function lookAgain({ isGone }, { address }) {
    if (!isGone || outdated.has(address)) return false;
    outdated.add(address);
    stationmap.tell({ outdated: address });
    return true;
  }

  async function showFailure(map, { language }) {
    const say = await stationmap.speaker(language);
    newPanel(map).append(element("p", say("map.failed")));
  }

  /** Show one station of those at the same place, and a button for the next. */
  async function openPanel(map, view, numbers, shown = 0) {
    const say = await stationmap.speaker(view.language);
    const panel = newPanel(map);
    panel.append(element("p", say("map.loading")));
    const number = numbers[shown];
    try {
      const address = view.address.replace(/\.json$/, `/${number}.json`);
      fill(panel, await stationmap.fetchJson(address, { cache: "no-store" }), say);
    } catch (error) {
      if (!lookAgain(error, view)) panel.replaceChildren(element("p", say("map.failed")));
    }
    if (numbers.length > 1) {
      const next = element("button", say("map.next", { shown: shown + 1, count: numbers.length }));
      next.onclick = () => openPanel(map, view, numbers, (shown + 1) % numbers.length);
      panel.append(next);
    }
    panel.append(stationmap.panelCloser(map, say("map.close")));
  }

  function fill(panel, station, say) {
    const state = station.status === "open" ? say(`map.now.${station.state}`) : say(`status.${station.status}`);
    const link = element("a", say("map.details"), "button");
    link.href = `../../?station=${encodeURIComponent(station.id)}`;
    link.target = "_blank"; // for a click with the middle button; a tap stays in the page
    link.onclick = (event) => {
      event.preventDefault();
      stationmap.tell({ station: station.id });
    };
    panel.setAttribute("aria-label", station.name);
    panel.replaceChildren(
      element("h2", station.name),
      element("p", say(`kind.${station.kind}`)),
      element("p", state, `state ${station.status === "open" ? station.state : "closed"}`),
      ...(station.address ? [element("p", station.address, "address")] : []),
      link
    );
  }
})();
