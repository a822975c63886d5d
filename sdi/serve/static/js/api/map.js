// The map of an API page: base map and features of one layer, drawn by the same styles as everywhere.

import { Fill, GeoJSON, Map, ScaleLine, Stroke, Style, stylefunction, VectorLayer, VectorSource, View, Zoom } from "../../vendor/map/map.js";
import { ask } from "../portal/ask.js";
import { Projection } from "../portal/projection.js";
import { language, text } from "../portal/text.js";
import { TileLayers } from "../portal/tiles.js";

const PADDING = [36, 36, 36, 36];

/** A map in an element, in the provincial coordinate system; features come and go as GeoJSON in longitude and latitude. */
export class FeatureMap {
  /** @param place The element; it says where the service is, and what to show before there are features. */
  static async in(place) {
    const settings = await ask(`${place.dataset.base}/portal.json?lang=${language}`);
    return new FeatureMap(place, settings);
  }

  constructor(place, settings) {
    this.settings = settings;
    this.projection = new Projection(settings.crs);
    this.tiles = new TileLayers(settings, this.projection);
    this.format = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: this.projection.code });
    this.map = new Map({
      target: place,
      view: new View({ projection: this.projection.code, maxResolution: 8192, minResolution: 0.04, enableRotation: false }),
      controls: [new Zoom({ zoomInTipLabel: text("zoom_in"), zoomOutTipLabel: text("zoom_out") }), new ScaleLine()],
    });
    const first = place.dataset.extent?.split(",").map(Number);
    this.map.getView().fit(first ? this.projection.box(first) : settings.home ?? settings.extent, { padding: PADDING });
    this.#drawBaseMap();
  }

  async #drawBaseMap() {
    try {
      const style = await ask(this.settings.base_map.style);
      for (const layer of this.tiles.ofBaseMap(style)) this.map.addLayer(layer);
    } catch {
      // features are drawn all the same
    }
  }

  /** A layer of features, drawn by the style of a collection, or by a colour. */
  addLayer({ collection, color, fill = "transparent", width = 2.5, zIndex = 600 } = {}) {
    const source = new VectorSource();
    const layer = new VectorLayer({ source, zIndex, declutter: true });
    if (color) layer.setStyle(new Style({ stroke: new Stroke({ color, width }), fill: new Fill({ color: fill }) }));
    this.map.addLayer(layer);
    if (collection) this.#styleOf(layer, collection);
    return source;
  }

  async #styleOf(layer, collection) {
    const known = this.settings.layers.find((one) => one.id === collection);
    if (!known) return;
    const style = await ask(known.style);
    const layers = style.layers.map(({ "source-layer": _, ...rest }) => ({ ...rest, minzoom: 0, source: collection }));
    stylefunction(layer, { ...style, sources: { [collection]: { type: "geojson" } }, layers }, collection, undefined, undefined, undefined, (fonts) => fonts.map(() => "Be Vietnam Pro Regular"));
  }

  read(document) { return document.type === "Feature" ? [this.format.readFeature(document)] : this.format.readFeatures(document); }

  fit(extent) { this.map.getView().fit(extent, { padding: PADDING, minResolution: 0.1 }); }
}
