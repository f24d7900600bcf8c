// Groups points that would touch on the screen, by a grid that stands still while the map moves.
(function () {
  "use strict";

  const CELL_PX = 64;
  const TOO_CLOSE = 0.8; // of the sum of two radii
  const ALONE_AT_MOST = 3; // so few in a cell are drawn one by one
  const ALONE_FROM_ZOOM = 16; // from here on every point is drawn by itself

  /** Project degrees to the unit square of Web Mercator. */
  stationmap.unitSquare = function (lons, lats) {
    const x = new Float64Array(lons.length);
    const y = new Float64Array(lons.length);
    for (let i = 0; i < lons.length; i++) {
      x[i] = lons[i] / 360 + 0.5;
      y[i] = 0.5 - Math.asinh(Math.tan((lats[i] * Math.PI) / 180)) / (2 * Math.PI);
    }
    return { x, y };
  };

  /**
   * Group the points of a window.
   *
   * points: { x, y } in the unit square, and shown: a byte for each point, 0 to leave it out.
   * view: { zoom, left, top, width, height } in world pixels at this zoom.
   * Returns the groups in the order of drawing: { count, x, y, first, box }, in world pixels;
   * `first` is the number of the point where count is 1, box [left, top, right, bottom] otherwise.
   */
  stationmap.cluster = function (points, { zoom, left, top, width, height }) {
    const scale = 256 * 2 ** zoom;
    const firstColumn = Math.floor(left / CELL_PX);
    const firstRow = Math.floor(top / CELL_PX);
    const columns = Math.ceil((left + width) / CELL_PX) - firstColumn;
    const rows = Math.ceil((top + height) / CELL_PX) - firstRow;
    const cells = new Map();
    for (let i = 0; i < points.x.length; i++) {
      if (!points.shown[i]) continue;
      const x = points.x[i] * scale;
      const y = points.y[i] * scale;
      const column = Math.floor(x / CELL_PX) - firstColumn;
      const row = Math.floor(y / CELL_PX) - firstRow;
      if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
      const key = row * columns + column;
      const cell = cells.get(key);
      if (cell) cell.push(i);
      else cells.set(key, [i]);
    }
    const apart = zoom >= ALONE_FROM_ZOOM ? Infinity : ALONE_AT_MOST;
    const groups = [];
    for (const members of cells.values()) {
      if (members.length <= apart) groups.push(...members.map((i) => alone(points, i, scale)));
      else groups.push(together(points, members, scale));
    }
    return merged(groups);
  };

  /** The radius of a group's circle; a single point is a dot. */
  stationmap.radiusOf = ({ count }) => (count === 1 ? 7 : 13 + 4 * Math.log10(count));

  /** Let the larger circle swallow a smaller one that it would overlap. */
  function merged(groups) {
    const kept = [];
    for (const group of groups.sort((a, b) => b.count - a.count)) {
      const over = group.count > 1 && kept.find((larger) => overlap(larger, group));
      if (over) swallow(over, group);
      else kept.push(group);
    }
    return kept.reverse(); // so that the larger are drawn above
  }

  function overlap(a, b) {
    return Math.hypot(a.x - b.x, a.y - b.y) < TOO_CLOSE * (stationmap.radiusOf(a) + stationmap.radiusOf(b));
  }

  function swallow(larger, smaller) {
    const count = larger.count + smaller.count;
    larger.x = (larger.x * larger.count + smaller.x * smaller.count) / count;
    larger.y = (larger.y * larger.count + smaller.y * smaller.count) / count;
    larger.count = count;
    const [a, b] = [larger.box, smaller.box];
    larger.box = [
      Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3]),
    ];
  }

  function alone(points, i, scale) {
    return { count: 1, first: i, x: points.x[i] * scale, y: points.y[i] * scale };
  }

  function together(points, members, scale) {
    let sumX = 0;
    let sumY = 0;
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const i of members) {
      const x = points.x[i] * scale;
      const y = points.y[i] * scale;
      sumX += x;
      sumY += y;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    const count = members.length;
    return { count, x: sumX / count, y: sumY / count, box };
  }
})();
