// The ground of every map: words, theme, zoom buttons, and the districts where there are no tiles.
// Text from people or from the catalogue enters the page through `textContent` only.
(function () {
  "use strict";

  const stationmap = (window.stationmap = {});
  const LABEL_NEEDS_PX = 64;
  const LETTER_HIGH_PX = 9; // half of what a name takes
  const ASIDE_PX = [0, -12, 12, -24, 24, -34, 34]; // how far a name may stand above or below
  const THEMES = {
    light: { land: "#f7f3ea", border: "#b9ac93" },
    dark: { land: "#242a31", border: "#56616d" },
  };

  L.Icon.Default.imagePath = new URL("leaflet-1.9.4/images/", document.currentScript.src).href;

  let arriving = null; // the one JSON of the ground, as a promise
  let outlines = null;
  let labels = [];
  let zoomButtons = null;

  /** Fetch JSON; an answer that is none is an error. */
  stationmap.fetchJson = async function (address, options) {
    const response = await fetch(address, options);
    if (!response.ok) throw Object.assign(new Error(address), { isGone: response.status === 404 });
    return response.json();
  };

  /** Turn steps, each from the one before, into degrees. */
  stationmap.degrees = function (steps, stepsPerDegree) {
    const degrees = new Float64Array(steps.length);
    let sum = 0;
    for (let i = 0; i < steps.length; i++) degrees[i] = (sum += steps[i]) / stepsPerDegree;
    return degrees;
  };

  /** Prepare a map: called once, when it is made. */
  stationmap.ground = function (map, address) {
    map.attributionControl.setPrefix(false);
    // A frame may grow after its map is made, and Leaflet sees only the window's size.
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    map.createPane("ground").style.zIndex = 150;
    map.createPane("names").style.zIndex = 160;
    map.on("resize", () => showAgain(map));
    arriving = stationmap.fetchJson(address);
    arriving.then((ground) => drawDistricts(map, ground)).catch(() => {});
  };

  /** Show a view, and again when the frame changes its size, until somebody moves the map. */
  stationmap.show = function (map, setView) {
    map.stationmapShow = () => {
      if (Math.min(map.getSize().x, map.getSize().y) === 0) return; // the frame is not there yet
      setView();
      map.stationmapShown = viewOf(map);
    };
    map.invalidateSize({ animate: false });
    map.stationmapShown = viewOf(map);
    map.stationmapShow();
  };

  function showAgain(map) {
    if (map.stationmapShow && map.stationmapShown === viewOf(map)) map.stationmapShow();
  }

  /** Say in a word what a map shows, to about a ten-thousandth of a degree. */
  function viewOf(map) {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(4), lng.toFixed(4), map.getZoom()].join();
  }

  /** Promise a function that says a key in a language, with its places filled. */
  stationmap.speaker = async function (language) {
    const words = (await arriving).words[language];
    return (key, values = {}) =>
      words[key].replace(/\{(\w+)\}/g, (_place, name) => values[name]);
  };

  /** Give the map its theme and its language. */
  stationmap.dress = async function (map, { dark, language }, titleKey) {
    document.documentElement.lang = language;
    document.body.classList.toggle("dark", dark);
    map.stationmapTheme = dark ? "dark" : "light";
    paintDistricts(map);
    const say = await stationmap.speaker(language);
    map.getContainer().setAttribute("aria-label", say(titleKey));
    for (const label of labels) label.element.textContent = label.names[language];
    if (zoomButtons) zoomButtons.remove();
    zoomButtons = L.control
      .zoom({
        position: "bottomright",
        zoomInTitle: say("map.zoom_in"),
        zoomOutTitle: say("map.zoom_out"),
      })
      .addTo(map);
  };

  /** Tell the page what was tapped, once; the time makes equal taps two. */
  stationmap.tell = function (news) {
    window.Streamlit.setComponentValue({ news: { ...news, at: Date.now() } });
  };

  function drawDistricts(map, ground) {
    const per = ground.steps_per_degree;
    const renderer = L.canvas({ pane: "ground", padding: 0.5 });
    const rings = (district) =>
      district.rings.map((ring) => {
        const lons = stationmap.degrees(ring.lon, per);
        const lats = stationmap.degrees(ring.lat, per);
        return Array.from(lats, (lat, i) => [lat, lons[i]]);
      });
    outlines = L.layerGroup(
      ground.districts.map((district) =>
        L.polygon(rings(district), { renderer, interactive: false, weight: 1.5, fillOpacity: 1 })
      )
    ).addTo(map);
    labels = ground.districts.map((district) => nameOf(map, district, per));
    outlines.getLayers().forEach((outline, i) => (labels[i].room = outline.getBounds()));
    paintDistricts(map);
    map.on("zoomend", () => showNamesThatFit(map));
    showNamesThatFit(map);
    standAside(map);
  }

  /** Let the districts' names stand above what is drawn, beside circles: { x, y, radius }. */
  stationmap.namesBeside = function (map, circles) {
    map.getPane("names").classList.add("above");
    map.stationmapCircles = circles;
    standAside(map);
  };

  function standAside(map) {
    for (const { element, at } of labels) {
      const { x, y } = map.latLngToLayerPoint(at);
      const half = element.offsetWidth / 2;
      const covered = (aside) =>
        (map.stationmapCircles || []).reduce((sum, circle) => {
          const across = Math.max(0, Math.abs(circle.x - x) - half);
          const up = Math.max(0, Math.abs(circle.y - y - aside) - LETTER_HIGH_PX);
          return sum + Math.max(0, circle.radius - Math.hypot(across, up));
        }, 0);
      const best = ASIDE_PX.reduce((one, other) => (covered(other) < covered(one) ? other : one));
      element.style.marginTop = `${best}px`;
    }
  }

  function nameOf(map, district, per) {
    const element = document.createElement("span");
    const at = [
      stationmap.degrees(district.label.lat, per)[0],
      stationmap.degrees(district.label.lon, per)[0],
    ];
    const icon = L.divIcon({ className: "district-name", html: element, iconSize: [0, 0] });
    L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
    const names = { zh: district.zh, en: district.en };
    element.textContent = names[document.documentElement.lang] || names.zh;
    return { element, names, at };
  }

  function paintDistricts(map) {
    const theme = THEMES[map.stationmapTheme || "light"];
    if (outlines) {
      outlines.eachLayer((outline) =>
        outline.setStyle({ color: theme.border, fillColor: theme.land, dashArray: "6 6" })
      );
    }
  }

  function showNamesThatFit(map) {
    for (const { element, room } of labels) {
      const width =
        map.latLngToLayerPoint(room.getNorthEast()).x - map.latLngToLayerPoint(room.getSouthWest()).x;
      element.hidden = width < LABEL_NEEDS_PX;
    }
  }
})();
