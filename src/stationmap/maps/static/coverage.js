// Coverage as one canvas layer: cells or areas by distance, hatched where most demand is unserved,
// the gaps outlined and numbered, and the stations that count as dots.
(function () {
  "use strict";

  const HIT_PX = 24;
  const MOSTLY = 50; // percent covered, below which a shape is hatched
  const FOCUS_ZOOM = 13;
  const HATCH_PX = 7;
  const FIT_SNAP = 0.25;
  const DOTS_FROM_ZOOM = 10;
  const FIT = { padding: [12, 12], animate: false, maxZoom: 15 };
  const INK = {
    light: { edge: "rgb(255 255 255 / 55%)", dark: "rgb(60 10 0 / 60%)", light: "rgb(255 255 255 / 60%)",
      gap: "#1a2b5c", halo: "#ffffff", station: "#0b5cad" },
    dark: { edge: "rgb(16 22 28 / 55%)", dark: "rgb(16 22 28 / 65%)", light: "rgb(255 255 255 / 45%)",
      gap: "#ffffff", halo: "#10161c", station: "#74c0fc" },
  };
  const outdated = new Set(); // addresses of which the page was told
  let fitted = null;
  let focused = null;

  stationmap.coverage = function (view) {
    window.feature_group = []; // streamlit-folium would keep every group it ever had
    return new CoverageLayer(view);
  };

  const CoverageLayer = L.Renderer.extend({
    options: { padding: 0.2 },

    initialize(view) {
      L.Renderer.prototype.initialize.call(this);
      this._view = view;
      this._shapes = [];
      this._gaps = [];
      this._dots = { x: [], y: [] };
    },

    getEvents() {
      return { ...L.Renderer.prototype.getEvents.call(this), click: this._tapped };
    },

    _initContainer() {
      this._container = document.createElement("canvas");
      this._pen = this._container.getContext("2d");
      this._ink = INK[this._view.dark ? "dark" : "light"];
    },

    _destroyContainer() {
      this._container.remove();
      delete this._container;
      stationmap.closePanel(this._map);
    },

    onAdd(map) {
      L.Renderer.prototype.onAdd.call(this, map);
      stationmap.dress(map, this._view, "map.coverage");
      this._fit(map);
      this._fetch(this._view.gaps, stationmap.coverageGaps, (gaps) => (this._gaps = gaps));
      this._fetch(this._view.dots, stationmap.coverageDots, (dots) => (this._dots = dots));
      this._wantShapes();
    },

    /** Show what was asked about, if it is elsewhere than before, or what was tapped in the list. */
    _fit(map) {
      const { bounds, focus } = this._view;
      if (fitted !== String(bounds)) {
        fitted = String(bounds);
        stationmap.show(map, () => {
          map.options.zoomSnap = FIT_SNAP; // a city may lie between two zooms
          map.fitBounds(bounds, FIT);
          map.options.zoomSnap = 1;
        });
      }
      if (focus && focused !== focus[1]) {
        focused = focus[1];
        map.setView(focus[0], Math.max(map.getZoom(), FOCUS_ZOOM), { animate: false });
      }
    },

    _wantShapes() {
      const zoom = this._map.getZoom();
      const { mode, areas, levels } = this._view;
      const fitting = levels.filter(([first]) => first <= zoom);
      const wanted = mode === "areas" ? areas : (fitting.at(-1) || levels[0])[1];
      if (wanted === this._wanted) return;
      this._wanted = wanted;
      this._fetch(wanted, stationmap.coverageShapes, (shapes) => {
        if (wanted === this._wanted) this._shapes = shapes;
      });
    },

    _fetch(address, get, take) {
      get(address).then(
        (found) => {
          if (!this._map) return;
          take(found);
          this._update();
        },
        (error) => this._map && (lookAgain(error, address) || showFailure(this._map, this._view))
      );
    },

    /** Redraw; Leaflet calls it whenever the map has moved. */
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this._wantShapes();
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = size.x * ratio;
      this._container.height = size.y * ratio;
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      this._draw(size, ratio);
    },

    _draw(size, ratio) {
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const zoom = this._map.getZoom();
      const scale = 256 * 2 ** zoom;
      const window = [origin.x, origin.y, origin.x + size.x, origin.y + size.y].map((px) => px / scale);
      const isSeen = ({ box }) =>
        box[0] <= window[2] && box[1] <= window[3] && box[2] >= window[0] && box[3] >= window[1];
      const pen = this._pen;
      pen.setTransform(ratio, 0, 0, ratio, -origin.x * ratio, -origin.y * ratio);
      this._drawShapes(pen, this._shapes.filter(isSeen), scale);
      this._drawStations(pen, window, scale, zoom);
      const gaps = this._gaps.filter(isSeen);
      for (const gap of gaps) this._drawOutline(pen, gap, scale);
      for (const gap of gaps.reverse()) this._drawNumber(pen, gap, scale);
    },

    _drawShapes(pen, shapes, scale) {
      const steps = this._view.colours.map(() => ({ all: new Path2D(), unserved: new Path2D() }));
      for (const shape of shapes) {
        const step = steps[this._step(shape)];
        trace(step.all, shape, scale);
        if (shape.percent < MOSTLY) trace(step.unserved, shape, scale);
      }
      const hatches = { dark: hatch(pen, this._ink.dark), light: hatch(pen, this._ink.light) };
      steps.forEach(({ all, unserved }, i) => {
        pen.globalAlpha = 0.78;
        pen.fillStyle = `#${this._view.colours[i]}`;
        pen.fill(all, "evenodd");
        pen.globalAlpha = 1;
        pen.fillStyle = hatches[i < 3 !== this._view.dark ? "dark" : "light"];
        pen.fill(unserved, "evenodd");
        pen.lineWidth = this._view.mode === "areas" ? 1.5 : 0.7;
        pen.strokeStyle = this._ink.edge;
        pen.stroke(all);
      });
    },

    /** Return which of the five steps a shape has: an area by its share, a cell by its distance. */
    _step({ mean, percent }) {
      const last = this._view.colours.length - 1;
      const step = this._view.mode === "areas"
        ? this._view.shares.findIndex((share) => percent >= share)
        : mean < 0 ? -1 : this._view.breaks.findIndex((metres) => mean <= metres);
      return step < 0 ? last : step;
    },

    _drawStations(pen, window, scale, zoom) {
      const { x, y } = this._dots;
      if (zoom < DOTS_FROM_ZOOM) return; // they would hide what they cover
      const radius = zoom >= 14 ? 5 : zoom >= 12 ? 3.5 : 2;
      pen.fillStyle = this._ink.station;
      pen.strokeStyle = this._ink.halo;
      pen.lineWidth = 1;
      for (let i = 0; i < x.length; i++) {
        if (x[i] < window[0] || y[i] < window[1] || x[i] > window[2] || y[i] > window[3]) continue;
        pen.beginPath();
        pen.arc(x[i] * scale, y[i] * scale, radius, 0, 2 * Math.PI);
        pen.fill();
        if (zoom >= 12) pen.stroke();
      }
    },

    _drawOutline(pen, gap, scale) {
      const path = new Path2D();
      trace(path, gap, scale);
      pen.lineJoin = "round";
      for (const [colour, width] of [[this._ink.halo, 4.5], [this._ink.gap, 2.2]]) {
        pen.strokeStyle = colour;
        pen.lineWidth = width;
        pen.stroke(path);
      }
    },

    _drawNumber(pen, gap, scale) {
      const [x, y] = [gap.x * scale, gap.y * scale];
      pen.beginPath();
      pen.arc(x, y, 12, 0, 2 * Math.PI);
      pen.fillStyle = this._ink.gap;
      pen.strokeStyle = this._ink.halo;
      pen.lineWidth = 2;
      pen.fill();
      pen.stroke();
      pen.font = "700 13px system-ui, sans-serif";
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillStyle = this._ink.halo;
      pen.fillText(String(gap.rank), x, y + 0.5);
    },

    async _tapped({ latlng }) {
      const map = this._map;
      const at = map.project(latlng, 0).divideBy(256);
      const scale = 256 * 2 ** map.getZoom();
      const far = (gap) => Math.hypot(gap.x - at.x, gap.y - at.y) * scale;
      const [gap] = this._gaps.filter((one) => far(one) <= HIT_PX).sort((a, b) => far(a) - far(b));
      const shape = this._shapes.find((one) => stationmap.isInside(one, at.x, at.y));
      const say = await stationmap.speaker(this._view.language);
      if (gap) showGap(map, gap, say);
      else if (shape) showShape(map, shape, say, this._view.language);
      else stationmap.closePanel(map);
    },
  });

  function trace(path, { rings }, scale) {
    for (const { x, y } of rings) {
      for (let i = 0; i < x.length; i++) {
        if (i === 0) path.moveTo(x[i] * scale, y[i] * scale);
        else path.lineTo(x[i] * scale, y[i] * scale);
      }
      path.closePath();
    }
  }

  function hatch(pen, colour) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = HATCH_PX;
    const small = tile.getContext("2d");
    small.strokeStyle = colour;
    small.lineWidth = 1.6;
    for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
      small.moveTo(shift - 1, HATCH_PX + 1);
      small.lineTo(shift + HATCH_PX + 1, -1);
    }
    small.stroke();
    return pen.createPattern(tile, "repeat");
  }

  function metres(distance, say) {
    if (distance < 0) return say("map.no_station");
    return distance < 1000
      ? say("map.metres", { distance })
      : say("map.kilometres", { distance: (distance / 1000).toFixed(1).replace(/\.0$/, "") });
  }

  function showGap(map, gap, say) {
    const demand = gap.demand.toLocaleString();
    fill(map, say, say("map.gap", { rank: gap.rank }), [
      say("map.gap_demand", { demand }),
      say("map.gap_farthest", { distance: metres(gap.farthest_m, say) }),
    ]);
  }

  function showShape(map, { mean, demand, percent, names }, say, language) {
    const lines = [
      say("map.shape_share", { percent }),
      say("map.shape_demand", { demand: demand.toLocaleString() }),
      say("map.shape_mean", { distance: metres(mean, say) }),
    ];
    fill(map, say, names ? names[language] : say("map.cell"), lines);
  }

  function fill(map, say, title, lines) {
    const panel = stationmap.newPanel(map);
    panel.setAttribute("aria-label", title);
    panel.append(
      stationmap.element("h2", title),
      ...lines.map((line) => stationmap.element("p", line)),
      stationmap.panelCloser(map, say("map.close"))
    );
  }

  /** Have the page drawn anew if the server no longer keeps this; say whether that helps. */
  function lookAgain({ isGone }, address) {
    if (!isGone || outdated.has(address)) return false;
    outdated.add(address);
    stationmap.tell({ outdated: address });
    return true;
  }

  async function showFailure(map, { language }) {
    const say = await stationmap.speaker(language);
    stationmap.newPanel(map).append(stationmap.element("p", say("map.failed")));
  }
})();
