// Vector tiles in the province's own grid, drawn by the styles that the service publishes for everybody.

import { MVT, stylefunction, TileGrid, VectorTileLayer, VectorTileSource } from "../../vendor/map/map.js";
import { ask } from "./ask.js";

/** Names of fonts in a style become the one typeface of the page; nothing is fetched from elsewhere. */
const ourFont = (fonts) => fonts.map((font) => `Be Vietnam Pro ${/bold|semi/i.test(font) ? "SemiBold" : /medium/i.test(font) ? "Medium" : "Regular"}`);

/** Makes layers of tile sets. */
export class TileLayers {
  constructor({ grid }, projection) {
    this.grid = grid;
    this.projection = projection;
  }

  /** A layer of ``{url, levels, extent}``; it is drawn as soon as its style is there. */
  make({ tiles, style }, options = {}) {
    const [low, high] = tiles.levels;
    const resolutions = Array.from({ length: high + 1 }, (_, level) => this.grid.cell / 2 ** level);
    const source = new VectorTileSource({
      format: new MVT({ idProperty: "feature_id" }),
      projection: this.projection.code,
      url: tiles.url,
      tileGrid: new TileGrid({ origin: this.grid.origin, resolutions, minZoom: low, tileSize: 256, extent: tiles.extent ?? undefined }),
      transition: 0,
    });
    // Below its lowest level a layer would need all of its tiles at once.
    const layer = new VectorTileLayer({ source, declutter: true, renderMode: "hybrid", maxResolution: low ? resolutions[low] * 2.01 : undefined, ...options });
    layer.setStyle(null);
    this.styled = (async () => {
      const document = await ask(style);
      const name = Object.entries(document.sources).find(([, source]) => source.type === "vector")[0];
      stylefunction(layer, document, name, undefined, undefined, undefined, ourFont);
      layer.set("style-document", document);
    })();
    layer.set("styled", this.styled);
    return layer;
  }
}
