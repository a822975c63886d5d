// An area drawn on the map, and a line to measure: OpenLayers' own interactions.

import { Circle, Draw, Feature, Fill, LineString, Modify, Polygon, Stroke, Style, VectorLayer, VectorSource } from "../../vendor/map/map.js";
import { showHint } from "./announce.js";
import { area, length, text } from "./text.js";

const INK = "#0b5a73";
const PEN = [
  new Style({ stroke: new Stroke({ color: "rgba(255, 255, 255, .9)", width: 6 }), fill: new Fill({ color: "rgba(11, 90, 115, .12)" }) }),
  new Style({ stroke: new Stroke({ color: INK, width: 2.5, lineDash: [8, 6] }), image: new Circle({ radius: 6, fill: new Fill({ color: "#fff" }), stroke: new Stroke({ color: INK, width: 2.5 }) }) }),
];

/** The pen: one thing is drawn at a time. ``areaDrawn`` is called with its corners whenever they change. */
export class Drawing {
  constructor(map, areaDrawn) {
    this.map = map;
    this.source = new VectorSource();
    map.addLayer(new VectorLayer({ source: this.source, style: PEN, zIndex: 1100 }));
    this.areaDrawn = areaDrawn;
    this.modify = new Modify({ source: this.source, style: PEN });
    this.modify.on("modifyend", () => this.#tell());
    map.addInteraction(this.modify);
    this.modify.setActive(false);
    this.pen = null;
  }

  get busy() { return this.pen !== null; }

  /** Begin to draw an area. */
  drawArea() {
    this.#begin("Polygon", text("draw_how"));
    this.pen.on("drawend", () => this.#end(() => { this.modify.setActive(true); this.#tell(); }));
  }

  /** Begin to draw a line, of which the length is told as it grows. */
  measure() {
    this.#begin("LineString", text("measure_how"));
    this.pen.on("drawstart", ({ feature }) => feature.getGeometry().on("change", ({ target }) => showHint(text("measured", { length: length(target.getLength()) }))));
    this.pen.on("drawend", ({ feature }) => this.#end(() => showHint(text("measured", { length: length(feature.getGeometry().getLength()) }))));
  }

  /** Show an area that came from elsewhere, e.g. from the address. */
  showArea(ring) {
    this.clear();
    this.source.addFeature(new Feature(new Polygon([[...ring, ring[0]]])));
    this.modify.setActive(true);
    return this.source.getExtent();
  }

  clear() {
    this.#stop();
    this.source.clear();
    this.modify.setActive(false);
    showHint("");
  }

  #begin(type, words) {
    this.clear();
    this.pen = new Draw({ source: this.source, type, style: PEN });
    this.map.addInteraction(this.pen);
    this.map.getTargetElement().classList.add("drawing");
    showHint(words);
  }

  #stop() {
    if (!this.pen) return;
    this.map.removeInteraction(this.pen);
    this.map.getTargetElement().classList.remove("drawing");
    this.pen = null;
  }

  /** After the click that ended it: the click itself is still on its way. */
  #end(then) {
    setTimeout(() => {
      this.#stop();
      showHint("");
      then();
    });
  }

  #tell() {
    const [feature] = this.source.getFeatures();
    if (feature) this.areaDrawn(feature.getGeometry().getCoordinates()[0].slice(0, -1));
  }
}

/** Planar area and perimeter of corners, in words. */
export function sizeOf(ring) {
  const polygon = new Polygon([[...ring, ring[0]]]);
  return { area: area(polygon.getArea()), perimeter: length(new LineString([...ring, ring[0]]).getLength()) };
}
