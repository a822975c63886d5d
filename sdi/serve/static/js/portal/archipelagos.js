// The archipelagos of the country: on every small scale of the map, and always in the inset that shows where the province lies.

import { Circle, Feature, Fill, Map, Point, Polygon, Stroke, Style, Text, VectorLayer, VectorSource, View, extent as boxes, fromExtent } from "../../vendor/map/map.js";

const INK = "#0b3f52";
const halo = new Stroke({ color: "rgba(238, 245, 246, .95)", width: 3 });
const island = new Style({ image: new Circle({ radius: 2.2, fill: new Fill({ color: INK }) }) });
const words = (text, font, color = INK) => new Style({ text: new Text({ text, font, fill: new Fill({ color }), stroke: halo, overflow: true }) });
const FAMILY = '"Be Vietnam Pro", sans-serif';

function features({ archipelagos, sea, extent, name: province }, size) {
  const here = new Feature(new Point(boxes.getCenter(extent)));
  here.setStyle(words(province, `600 ${size}px ${FAMILY}`));
  here.getStyle().getText().setOffsetY(-16);
  const found = [here, ...archipelagos.flatMap((one) => {
    const name = new Feature(new Point(one.at));
    name.setStyle(words(`${one.title}\n(${one.belongs})`, `600 ${size}px ${FAMILY}`));
    return [...one.islands.map((place) => new Feature(new Point(place))), name];
  })];
  if (sea) {
    const name = new Feature(new Point(sea.at));
    name.setStyle(words(sea.title.split("").join("\u200a"), `500 ${size + 1}px ${FAMILY}`, "#3f7c93"));
    found.push(name);
  }
  return found;
}

/** The layer for the map itself; it is there as soon as a whole archipelago can be in view. */
export const archipelagoLayer = (settings) =>
  new VectorLayer({ source: new VectorSource({ features: features(settings, 13) }), style: island, zIndex: 900, minResolution: 400 });

/** The inset: the province, the archipelagos, and where the map looks. */
export class Inset {
  constructor(settings, mapView, tileLayers) {
    const place = document.getElementById("inset");
    if (!settings.archipelagos.length) {
      place.hidden = true;
      return;
    }
    const frame = new Feature(fromExtent(settings.extent));
    frame.setStyle(new Style({ stroke: new Stroke({ color: INK, width: 1 }), fill: new Fill({ color: "rgba(255, 255, 255, .75)" }) }));
    const all = boxes.createEmpty();
    boxes.extend(all, settings.extent);
    for (const one of settings.archipelagos) for (const at of one.islands) boxes.extend(all, [at[0], at[1], at[0], at[1]]);
    this.looking = new Feature(new Polygon([]));
    this.looking.setStyle(new Style({ stroke: new Stroke({ color: "#a5252b", width: 2 }), fill: new Fill({ color: "rgba(165, 37, 43, .12)" }) }));
    this.map = new Map({
      target: "inset-map",
      controls: [],
      interactions: [],
      layers: [
        tileLayers.communes(new Style({ stroke: new Stroke({ color: INK, width: 0.6 }), fill: new Fill({ color: "rgba(11, 63, 82, .28)" }) })),
        new VectorLayer({ source: new VectorSource({ features: [frame, ...features({ ...settings, name: "" }, 10)] }), style: island }),
        new VectorLayer({ source: new VectorSource({ features: [this.looking] }) }),
      ],
      view: new View({ projection: mapView.projection.code, center: boxes.getCenter(all), resolution: 1000, maxResolution: 20000 }),
    });
    this.map.getView().fit(all, { padding: [30, 34, 34, 14] });
    mapView.map.on("moveend", () => this.#mark(mapView));
  }

  #mark(mapView) {
    const least = this.map.getView().getResolution() * 3;
    const box = mapView.view.calculateExtent(mapView.map.getSize());
    const [x, y] = boxes.getCenter(box);
    const grown = boxes.extend([x - least, y - least, x + least, y + least], box);
    this.looking.setGeometry(fromExtent(grown));
  }
}
