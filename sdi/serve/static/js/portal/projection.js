// The provincial coordinate system, as the service tells it: OpenLayers draws in it, nothing is reprojected.

import { proj4, register, transform, transformExtent } from "../../vendor/map/map.js";
import { number, text } from "./text.js";

/** What turns places of the map into longitude and latitude and into the words of a surveyor. */
export class Projection {
  constructor({ code, uri, name, proj4: definition, surveyed }) {
    proj4.defs(code, definition);
    register(proj4);
    Object.assign(this, { code, uri, name, surveyed });
  }

  lonLat(place) { return transform(place, this.code, "EPSG:4326"); }

  place(lonLat) { return transform(lonLat, "EPSG:4326", this.code); }

  box(lonLatBox) { return transformExtent(lonLatBox, "EPSG:4326", this.code); }

  /** X is the northing and comes first, as Vietnamese surveyors write it. */
  surveyorsWords([easting, northing]) {
    return this.surveyed ? text("position_xy", { x: number(northing, 2), y: number(easting, 2) }) : "";
  }

  lonLatWords(place) {
    const [lon, lat] = this.lonLat(place);
    return text("position_lonlat", { lat: number(lat, 5), lon: number(lon, 5) });
  }
}
