// What the map of coverage fetches, unpacked to shapes in the unit square of Web Mercator.
(function () {
  "use strict";

  const KEPT = 16;
  const arrived = new Map(); // by address, as promises: going back to a question fetches nothing

  /** Promise the shapes of an address: each with its rings, its box and its figures. */
  stationmap.coverageShapes = (address) =>
    fetched(address, (body) => (body.areas ? areasOf(body) : cellsOf(body)));

  /** Promise the gaps of an address. */
  stationmap.coverageGaps = (address) => fetched(address, gapsOf);

  /** Promise the places of the stations of an address. */
  stationmap.coverageDots = (address) => fetched(address, (body) => placesOf(body, body.steps_per_degree));

  function fetched(address, unpack) {
    const found = arrived.get(address) || stationmap.fetchJson(address).then(unpack);
    arrived.delete(address);
    arrived.set(address, found);
    found.catch(() => arrived.delete(address));
    if (arrived.size > KEPT) arrived.delete(arrived.keys().next().value);
    return found;
  }

  function placesOf({ lon, lat }, per) {
    return stationmap.unitSquare(stationmap.degrees(lon, per), stationmap.degrees(lat, per));
  }

  function cellsOf(body) {
    const { x, y } = placesOf(body, body.steps_per_degree);
    const shapes = [];
    let [corner, next] = [0, 0];
    for (let i = 0; i < body.sizes.length; i++) {
      const size = body.sizes.charCodeAt(i) - 97;
      const ring = { x: new Float64Array(size), y: new Float64Array(size) };
      for (let k = 0; k < size; k++) {
        corner += body.corners[next++];
        ring.x[k] = x[corner];
        ring.y[k] = y[corner];
      }
      shapes.push(shape([ring], body.mean_m[i], body.demand[i], body.percent[i]));
    }
    return shapes;
  }

  function areasOf(body) {
    return body.areas.map((area) => {
      const rings = area.rings.map((ring) => placesOf(ring, body.steps_per_degree));
      const made = shape(rings, area.mean_m, area.demand, area.percent);
      return { ...made, names: { zh: area.zh, en: area.en } };
    });
  }

  function gapsOf(body) {
    const per = body.steps_per_degree;
    return body.gaps.map((gap) => {
      const at = placesOf(gap, per);
      const rings = gap.rings.map((ring) => placesOf(ring, per));
      return { ...gap, rings, box: boxOf(rings), x: at.x[0], y: at.y[0] };
    });
  }

  function shape(rings, mean, demand, percent) {
    return { rings, box: boxOf(rings), mean, demand, percent };
  }

  function boxOf(rings) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of rings) {
      for (let i = 0; i < x.length; i++) {
        box[0] = Math.min(box[0], x[i]);
        box[1] = Math.min(box[1], y[i]);
        box[2] = Math.max(box[2], x[i]);
        box[3] = Math.max(box[3], y[i]);
      }
    }
    return box;
  }

  /** Say whether a point of the unit square is inside a shape. */
  stationmap.isInside = function ({ rings, box }, x, y) {
    if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) return false;
    let inside = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.x.length - 1; i < ring.x.length; j = i++) {
        const crosses = ring.y[i] > y !== ring.y[j] > y;
        const at = ((ring.x[j] - ring.x[i]) * (y - ring.y[i])) / (ring.y[j] - ring.y[i]) + ring.x[i];
        if (crosses && x < at) inside = !inside;
      }
    }
    return inside;
  };
})();
