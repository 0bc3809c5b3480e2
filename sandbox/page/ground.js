// The district's boundaries in the plane: metres east and south of their middle, so that an SVG's units are metres.

import { svg } from "./dom.js";

const METRES_PER_DEGREE = 111_320;
const SHAPES = "ground-shapes";

export class Ground {
  /** @param {object} geojson a FeatureCollection of (Multi)Polygons in WGS-84, each with a `name` */
  constructor(geojson) {
    const features = (geojson?.features ?? []).filter(({ geometry }) => /Polygon$/.test(geometry?.type ?? ""));
    const towns = features.map((feature) => ({ name: feature.properties?.name ?? "", rings: rings(feature.geometry) }));
    const box = bounds(towns.flatMap((town) => town.rings.flat()));
    this.empty = towns.length === 0;
    this.middle = { longitude: (box.left + box.right) / 2, latitude: (box.top + box.bottom) / 2 };
    this.eastScale = METRES_PER_DEGREE * Math.cos((this.middle.latitude * Math.PI) / 180);
    this.towns = towns.map(({ name, rings: lines }) => {
      const flat = lines.map((line) => line.map(([longitude, latitude]) => this.flat({ latitude, longitude })));
      return { name, rings: flat, label: labelSpot(flat[0]) };
    });
    this.box = bounds(this.towns.flatMap((town) => town.rings.flat().map(({ x, y }) => [x, y])));
  }

  flat({ latitude, longitude }) {
    return { x: (longitude - this.middle.longitude) * this.eastScale, y: (this.middle.latitude - latitude) * METRES_PER_DEGREE };
  }

  degrees({ x, y }) {
    const latitude = this.middle.latitude - y / METRES_PER_DEGREE;
    const longitude = this.middle.longitude + x / this.eastScale;
    return { latitude: Number(latitude.toFixed(6)), longitude: Number(longitude.toFixed(6)) };
  }

  /** The name of the town a place lies in, for the picker's caption only: the bot decides for itself. */
  townAt(place) {
    const point = this.flat(place);
    return this.towns.find((town) => inside(point, town.rings))?.name ?? null;
  }

  /** All boundaries, drawn once for the whole page; maps refer to them. */
  definition() {
    const shapes = this.towns.map((town, index) =>
      svg("path", { d: town.rings.map(path).join(""), class: `town town-${index % 4}`, "fill-rule": "evenodd" }),
    );
    return svg("svg", { class: "definitions", "aria-hidden": "true" }, svg("defs", {}, svg("g", { id: SHAPES }, shapes)));
  }

  shapes() {
    return svg("use", { href: `#${SHAPES}` });
  }
}

function rings(geometry) {
  return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
}

function bounds(points) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return points.length ? box : { left: 0, right: 0, top: 0, bottom: 0 };
}

function path(ring) {
  return `M${ring.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
}

function labelSpot(ring) {
  const box = bounds(ring.map(({ x, y }) => [x, y]));
  const y = (box.top + box.bottom) / 2;
  // The widest stretch of the middle line that lies inside: a bent town's own middle may lie in its neighbour.
  const crossings = edges(ring).filter(([a, b]) => a.y > y !== b.y > y).map(([a, b]) => a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
  crossings.sort((a, b) => a - b);
  let best = { x: (box.left + box.right) / 2, y, width: 0 };
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const width = crossings[index + 1] - crossings[index];
    if (width > best.width) best = { x: (crossings[index] + crossings[index + 1]) / 2, y, width };
  }
  return best;
}

function edges(ring) {
  return ring.map((point, index) => [point, ring[(index + 1) % ring.length]]);
}

function inside(point, lines) {
  let odd = false;
  for (const [a, b] of lines.flatMap(edges)) {
    if (a.y > point.y !== b.y > point.y && point.x < a.x + ((point.y - a.y) / (b.y - a.y)) * (b.x - a.x)) odd = !odd;
  }
  return odd;
}
