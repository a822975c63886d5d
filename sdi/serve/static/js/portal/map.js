// The map: view, controls, what is highlighted.

import {
  Circle, Feature, Fill, GeoJSON, interactions, Map, MousePosition, Point, ScaleLine, Stroke, Style, VectorLayer, VectorSource,
  View, Zoom,
} from "../../vendor/map/map.js";
import { text } from "./text.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Milliseconds of a movement; none for whoever wants none. */
const moving = () => (calm.matches ? 0 : 350);

const RED = "#a5252b";
const HIGHLIGHT = [
  new Style({ stroke: new Stroke({ color: "rgba(255, 255, 255, .9)", width: 7 }), fill: new Fill({ color: "rgba(165, 37, 43, .08)" }), image: new Circle({ radius: 9, fill: new Fill({ color: "#fff" }) }) }),
  new Style({ stroke: new Stroke({ color: RED, width: 3 }), image: new Circle({ radius: 6, fill: new Fill({ color: RED }), stroke: new Stroke({ color: "#fff", width: 2 }) }) }),
];

const COARSEST = 8192;

/** OpenLayers' map in the province's own coordinate system. */
export class MapView {
  /**
   * @param settings The document of the service.
   * @param projection Of the map.
   */
  constructor(settings, projection) {
    this.projection = projection;
    this.home = settings.home ?? settings.extent;
    this.highlight = new VectorSource();
    this.format = new GeoJSON({ dataProjection: projection.code, featureProjection: projection.code });
    this.view = new View({
      projection: projection.code, maxResolution: COARSEST, minResolution: 0.04, enableRotation: false,
      extent: widened(settings), constrainOnlyCenter: true, showFullExtent: true,
    });
    this.map = new Map({
      target: "map",
      view: this.view,
      layers: [new VectorLayer({ source: this.highlight, style: HIGHLIGHT, zIndex: 1000 })],
      interactions: interactions({ altShiftDragRotate: false, pinchRotate: false, zoomDuration: moving() }),
      controls: [
        new Zoom({ zoomInTipLabel: text("zoom_in"), zoomOutTipLabel: text("zoom_out"), duration: moving(), target: "map-tools" }),
        new ScaleLine({ target: "scale", minWidth: 72 }),
        new MousePosition({
          target: "position", placeholder: projection.name,
          coordinateFormat: (place) => [projection.surveyorsWords(place), projection.lonLatWords(place)].filter(Boolean).join(" · "),
        }),
      ],
    });
    this.fit(this.home, { atOnce: true, answered: false });
    this.#zoomButtonsSayTheirName();
  }

  /** Show a box, beside what covers the map: on a phone the sheet, which an answer raises. */
  fit(box, { atOnce = false, closest = 0.15, answered = true } = {}) {
    const phone = matchMedia("(max-width: 760px)").matches;
    const [width, height] = this.map.getSize() ?? [800, 600];
    const below = phone ? Math.round(answered ? height * 0.58 : 140) : 50;
    this.view.fit(box, {
      size: [width, height], padding: [phone ? 70 : 50, 50, below, 50], minResolution: closest, duration: atOnce ? 0 : moving(),
    });
  }

  goTo(center, zoom) {
    this.view.setCenter(center);
    this.view.setZoom(zoom);
  }

  /** Draw what is talked about: GeoJSON geometries in the coordinate system of the map. */
  show(...geometries) {
    this.highlight.clear(true);
    this.highlight.addFeatures(geometries.filter(Boolean).map((geometry) => new Feature(this.format.readGeometry(geometry))));
    return this.highlight.getFeatures().length ? this.highlight.getExtent() : null;
  }

  /** The same for geometries in longitude and latitude. */
  showLonLat(...geometries) {
    this.highlight.clear(true);
    for (const geometry of geometries) {
      this.highlight.addFeature(new Feature(this.format.readGeometry(geometry, { dataProjection: "EPSG:4326", featureProjection: this.projection.code })));
    }
    return geometries.length ? this.highlight.getExtent() : null;
  }

  /** The smallest of several geometries in longitude and latitude: what a click meant, rather than what lies around. */
  showSmallest(geometries) {
    const size = (feature) => { const [west, south, east, north] = feature.getGeometry().getExtent(); return (east - west) + (north - south); };
    this.showLonLat(...geometries);
    const [smallest, ...others] = this.highlight.getFeatures().sort((one, other) => size(one) - size(other));
    for (const feature of smallest ? others : []) this.highlight.removeFeature(feature);
  }

  showPlace(place) {
    this.highlight.clear(true);
    this.highlight.addFeature(new Feature(new Point(place)));
  }

  #zoomButtonsSayTheirName() {
    for (const button of document.querySelectorAll("#map-tools .ol-zoom button")) button.setAttribute("aria-label", button.title);
  }
}

/** Where the centre may be: the province with its country's archipelagos. */
function widened({ extent, archipelagos }) {
  const places = archipelagos.flatMap((one) => one.islands);
  const xs = [extent[0], extent[2], ...places.map((place) => place[0])], ys = [extent[1], extent[3], ...places.map((place) => place[1])];
  return [Math.min(...xs) - 5e4, Math.min(...ys) - 5e4, Math.max(...xs) + 5e4, Math.max(...ys) + 5e4];
}
