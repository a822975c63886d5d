// Vector tiles in the province's own grid, drawn by the styles that the service publishes for everybody.

import { MVT, stylefunction, TileGrid, TileLayer, VectorTileLayer, VectorTileSource, XYZ } from "../../vendor/map/map.js";
import { once } from "./ask.js";

/** Names of fonts in a style become the one typeface of the page; nothing is fetched from elsewhere. */
const ourFont = (fonts) => fonts.map((font) => `Be Vietnam Pro ${/bold|semi/i.test(font) ? "SemiBold" : /medium/i.test(font) ? "Medium" : "Regular"}`);

const WEIGHTS = [400, 500, 600];

/** The typeface is there: a map whose fonts come later draws all of its tiles twice. */
export const fontsReady = () =>
  Promise.all(WEIGHTS.map((weight) => document.fonts.load(`${weight} 12px "Be Vietnam Pro"`, "a\u1ea1"))).catch(() => []);

/** Where words of the base map lie: above all layers, below what is highlighted. */
const ABOVE = 500;

/**
 * Pixels of a tile's side on the screen. Tiles are made for 256, with coordinates far finer than a pixel: drawn twice as
 * large a view needs a fourth of the requests.
 */
const SIDE = 512;

/** Makes layers of tile sets. Sources are shared: two layers of one set load its tiles once. */
export class TileLayers {
  constructor(settings, projection) {
    this.settings = settings;
    this.projection = projection;
    this.sources = new Map();
    this.reliefPlace = 0;
  }

  /** The layer of a collection; {@link restyle} says how it is drawn. */
  ofCollection(layer, options) { return this.#layer(`collection ${layer.id}`, layer.tiles, options); }

  /** The pictures of a layer of rasters. */
  ofRaster({ raster }, options) {
    const layer = new TileLayer({ ...options, maxResolution: this.#coarsest(raster) });
    this.showSheets(layer, raster, null);
    return layer;
  }

  /** Of a layer of rasters only some sheets, by their ids; null: all. */
  showSheets(layer, { url, levels: [low, high], extent }, sheets) {
    const only = sheets ? `?sheets=${sheets.map(encodeURIComponent).join(",")}` : "";
    const resolutions = Array.from({ length: high + 1 }, (_, level) => this.settings.grid.cell / 2 ** level);
    const tileGrid = new TileGrid({ origin: this.settings.grid.origin, resolutions, minZoom: low, tileSize: 256, extent: extent ?? undefined });
    layer.setSource(new XYZ({ projection: this.projection.code, url: url + only, tileGrid, transition: 0 }));
  }

  /** The light and shade of the ground, at its place among the layers of the base map. */
  ofRelief(layer) {
    this.relief = this.ofRaster(layer, { zIndex: this.reliefPlace });
    return this.relief;
  }

  /** Draw a layer by a style with one source of that name. */
  async restyle(layer, style, source) {
    const sprite = style.sprite ? new URL(style.sprite, location.href).pathname : null;
    const signs = sprite ? await once(`${sprite}.json`) : undefined;
    stylefunction(layer, style, source, undefined, signs, sprite ? `${sprite}.png` : undefined, ourFont);
  }

  /**
   * The base map: one style over several tile sets. What the composed tile set holds is taken from it, all else from the
   * sets of its layers; each run of style layers of one set becomes one layer, so that they lie as the style says. Its
   * words stand above all other layers, or fills would veil them.
   */
  ofBaseMap(style, options) {
    const composed = new Set(this.settings.layers.filter((layer) => layer.group === "base").map((layer) => layer.id));
    const runs = [];
    for (const one of style.layers.filter((one) => one["source-layer"] || one.type === "raster")) {
      if (one.type === "raster") { // what is drawn later stands above it
        this.reliefPlace = runs.length - 0.5;
        this.relief?.setZIndex(this.reliefPlace);
        runs.push({ set: null, words: false, layers: [] });
        continue;
      }
      const set = composed.has(one["source-layer"]) ? "base-map" : one["source-layer"], words = one.type === "symbol";
      // Words have no order, they avoid each other: one layer for each set.
      let run = words ? runs.find((one) => one.words && one.set === set) : runs.at(-1);
      if (run?.set !== set || run.words !== words) runs.push((run = { set, words, layers: [] }));
      // What the first level has is there on smaller scales, too: the province does not vanish from the overview.
      run.layers.push({ ...one, source: set, ...(one["source-layer"] === this.settings.communes ? { minzoom: 0 } : {}) });
    }
    return runs.flatMap(({ set, words, layers }, number) => {
      if (!set) return [];
      const tiles = set === "base-map" ? this.settings.base_map.tiles : this.settings.layers.find((layer) => layer.id === set)?.tiles;
      if (!tiles) return [];
      const layer = this.#layer(set === "base-map" ? set : `collection ${set}`, tiles, { ...options, zIndex: words ? ABOVE + number : number });
      this.restyle(layer, { ...style, sources: { [set]: { type: "vector" } }, layers }, set);
      return [layer];
    });
  }

  /** The communes of the base map by a style of OpenLayers, for a small map. */
  communes(style) {
    const layer = this.#layer("base-map", this.settings.base_map.tiles, {});
    layer.setStyle((feature) => (feature.get("layer") === this.settings.communes ? style : null));
    return layer;
  }

  #layer(key, tiles, options) {
    const maxResolution = this.#coarsest(tiles);
    // Without a style of its own nothing is drawn until the style is there.
    return new VectorTileLayer({ source: this.#source(key, tiles), style: null, declutter: true, maxResolution, ...options });
  }

  #source(key, { url, levels: [low, high], extent }) {
    if (!this.sources.has(key)) {
      const resolutions = Array.from({ length: high + 1 }, (_, level) => this.#resolution(level));
      const tileGrid = new TileGrid({ origin: this.settings.grid.origin, resolutions, minZoom: low, tileSize: SIDE, extent: extent ?? undefined });
      this.sources.set(key, new VectorTileSource({ format: new MVT(), projection: this.projection.code, url, tileGrid, transition: 0 }));
    }
    return this.sources.get(key);
  }

  /** Below its lowest level a layer would need all of its tiles at once. */
  #coarsest({ levels: [low] }) { return low ? this.#resolution(low) * 2.01 : undefined; }

  #resolution(level) { return (this.settings.grid.cell / 2 ** level) * (256 / SIDE); }
}

/** A style as it is looked at: without its fills where outlines remain, or with fills of that opacity in percent. */
export function looked(style, { outline, opacity }) {
  if (outline && style.layers.some((layer) => layer.type === "line")) {
    return { ...style, layers: style.layers.filter((layer) => layer.type !== "fill") };
  }
  const layers = style.layers.map((layer) =>
    layer.type === "fill" ? { ...layer, paint: { ...layer.paint, "fill-opacity": ["*", layer.paint["fill-opacity"] ?? 1, opacity / 100] } } : layer);
  return { ...style, layers };
}
