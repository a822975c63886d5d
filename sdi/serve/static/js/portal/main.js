// The map page: puts its parts together, and keeps them and the address in step.

import { ask, withdrawn } from "./ask.js";
import { announce, showHint } from "./announce.js";
import { archipelagoLayer, Inset } from "./archipelagos.js";
import { AreaQuestion } from "./area.js";
import { el } from "./dom.js";
import { Drawing, sizeOf } from "./drawing.js";
import { Here, properties } from "./here.js";
import { Layers } from "./layers.js";
import { Locating } from "./locating.js";
import { MapView } from "./map.js";
import { Panel } from "./panel.js";
import { Projection } from "./projection.js";
import { resultList, Search } from "./search.js";
import { featureProperties } from "./schema.js";
import { put, read } from "./state.js";
import { area, page, text } from "./text.js";
import { fontsReady, TileLayers } from "./tiles.js";

const TOLERANCE_PIXELS = 6;

/** The page as a whole: what is chosen, and what follows from it. */
class Portal {
  constructor(base, settings) {
    this.base = base;
    this.settings = settings;
    this.projection = new Projection(settings.crs);
    this.mapView = new MapView(settings, this.projection);
    this.panel = new Panel(() => this.choose(null, { step: true }));
    this.here = new Here(base, this.projection, settings);
    this.areas = new AreaQuestion(base, this.projection);
    this.state = { query: null, view: null, layers: null, selection: null };
    const tileLayers = new TileLayers(settings, this.projection);
    this.baseReady = this.#drawBaseMap(tileLayers);
    this.mapView.map.addLayer(archipelagoLayer(settings));
    this.layers = new Layers(settings, this.mapView, tileLayers, () => this.#layersChanged());
    this.drawing = new Drawing(this.mapView.map, (ring) => this.choose({ kind: "area", ring }, { step: true }));
    this.inset = new Inset(settings, this.mapView, tileLayers);
    this.search = new Search(base, {
      choose: (result, options) => this.#take(result, options),
      list: (words, answer, options) => this.#list(words, answer, options),
    });
    this.locating = new Locating(this.mapView, (place) => this.choose({ kind: "at", at: place }, { step: true, center: true }));
    this.#listen();
    this.#drawn(this.restore());
  }

  /** Mark the page when all of the first view is drawn: for whoever measures. */
  async #drawn(layers) {
    await Promise.all([layers, this.baseReady]);
    this.mapView.map.once("rendercomplete", () => { main.dataset.drawn = performance.now().toFixed(0); });
    this.mapView.map.render();
  }

  async #drawBaseMap(tileLayers) {
    try {
      const style = await ask(this.settings.base_map.style);
      const background = style.layers.find((layer) => layer.type === "background");
      if (background) this.mapView.map.getTargetElement().style.backgroundColor = background.paint["background-color"];
      for (const layer of tileLayers.ofBaseMap(style)) this.mapView.map.addLayer(layer);
    } catch (error) {
      showHint(error.message);
    }
  }

  /** Show what the address says. */
  restore() {
    const told = read();
    this.state = told;
    const layers = this.layers.set(told.layers);
    if (told.view) this.mapView.goTo(told.view.center, told.view.zoom);
    this.search.box.value = told.query ?? "";
    this.drawing.clear();
    const center = !told.view;
    if (told.selection) this.choose(told.selection, { center });
    else if (told.query) this.search.submit(told.query, { restored: true, center });
    else this.choose(null);
    return layers;
  }

  /**
   * Choose a place, a feature, an area, or nothing.
   * @param step Whether the back button undoes it.
   * @param center Whether the map goes there.
   * @param focus Whether the reader is led to the answer.
   */
  async choose(selection, { step = false, center = false, focus = false } = {}) {
    this.state.selection = selection;
    if (!selection && step) this.state.query = null;
    this.#remember(step);
    if (selection?.kind !== "area") this.drawing.clear();
    if (!selection) {
      this.mapView.highlight.clear();
      if (!this.state.query) this.panel.clear();
      return;
    }
    const title = { at: text("here"), feature: selection.id, area: text("area_title") }[selection.kind];
    try {
      await { at: () => this.#showPlace(selection, { center, focus }), feature: () => this.#showFeature(selection, { center, focus }), area: () => this.#showArea(selection, { center, focus }) }[selection.kind]();
    } catch (error) {
      if (!withdrawn(error)) this.panel.fail(title ?? "", error, { focus });
    }
  }

  async #showPlace({ at }, { center, focus }) {
    this.mapView.showPlace(at);
    if (center) this.mapView.fit([at[0] - 60, at[1] - 60, at[0] + 60, at[1] + 60]);
    const tolerance = Math.min(TOLERANCE_PIXELS * this.mapView.view.getResolution(), 50);
    const answer = await this.here.at(at, tolerance);
    this.panel.show(answer.parcel?.title ?? answer.commune?.title ?? text("here"), this.here.content(answer, at), { focus });
    const around = answer.layers.filter((layer) => layer.layer === this.settings.parcels || (!answer.parcel && layer.layer !== this.settings.communes));
    const geometries = around.flatMap((layer) => layer.features).map((feature) => feature.geometry).filter(Boolean);
    if (geometries.length) this.mapView.showSmallest(geometries);
  }

  async #showFeature({ layer, id }, { center, focus }) {
    const found = this.settings.layers.find((one) => one.id === layer);
    const feature = await this.here.feature(layer, id);
    const box = this.mapView.show(feature.geometry);
    if (center && box) this.mapView.fit(box, { closest: 0.1 });
    const address = `${this.base}/api/collections/${layer}/items/${encodeURIComponent(id)}`;
    const rows = await featureProperties(this.base, layer, feature);
    const title = feature.properties[found?.named_by];
    const facts = el("section", { class: "parcel-card" }, properties(rows));
    this.panel.show(title ?? id, [
      el("p", { class: "place-card" }, el("b", {}, found?.title ?? layer)),
      layer === this.settings.parcels ? this.here.slipPart(this.here.slipAddress(id), facts) : facts,
      el("p", {}, el("a", { href: page(address) }, text("open_page"))),
    ], { focus });
  }

  async #showArea({ ring }, { center, focus }) {
    const box = this.drawing.showArea(ring);
    this.mapView.highlight.clear();
    if (center) this.mapView.fit(box);
    const size = sizeOf(ring);
    const facts = el("p", { class: "place-card" }, el("b", {}, size.area), el("span", {}, text("perimeter", { length: size.perimeter })));
    this.panel.show(text("area_title"), [facts, el("p", { class: "waiting" }, text("computing"))], { focus });
    const answer = await this.areas.ofRing(ring);
    const address = this.areas.slipAddress(ring);
    this.panel.show(text("area_title"), [facts, address ? this.here.slipPart(address) : [], el("details", { class: "all-rows", open: !address }, el("summary", {}, text("all_rows")), this.areas.table(answer))], { focus });
  }

  async #upload(file) {
    this.state.selection = { kind: "file" };
    this.drawing.clear();
    this.panel.wait(file.name);
    try {
      const answer = await this.areas.ofFile(file);
      const pieces = answer.layers.flatMap((layer) => layer.rows).filter((row) => row.geometry && ["feature", "none"].includes(row.kind));
      const box = this.mapView.showLonLat(...pieces.map((row) => row.geometry));
      if (box) this.mapView.fit(box);
      this.panel.show(file.name, [el("p", { class: "place-card" }, el("b", {}, text("area_of", { area: area(answer.base.area_m2) }))), this.areas.table(answer)], { focus: true });
    } catch (error) {
      if (!withdrawn(error)) this.panel.fail(file.name, error, { focus: true });
    }
  }

  #take(result, options = {}) {
    this.state.query = null;
    const known = this.settings.layers.some((layer) => layer.id === result.layer);
    if (known && result.id) {
      if (options.center !== false) this.mapView.fit(this.projection.box(result.bbox));
      this.choose({ kind: "feature", layer: result.layer, id: result.id }, { step: true, ...options, center: false });
    } else this.choose({ kind: "at", at: result.storage ?? this.projection.place(result.center) }, { step: true, center: true, ...options });
  }

  #list(words, answer, { restored = false, center = true } = {}) {
    const results = answer.results ?? [];
    // A parcel or a place that was named exactly is what was meant, whatever else sounds like it.
    const exact = results.filter((result) => result.kind === "parcel" || result.kind === "coordinates");
    const only = results.length === 1 ? results : exact;
    if (only.length === 1) {
      this.#take(only[0], { focus: !restored, center });
      return;
    }
    this.state.query = words;
    this.state.selection = null;
    this.#remember(!restored);
    const title = text("results_of", { words }), focus = !restored;
    if (answer instanceof Error) this.panel.fail(title, answer, { focus });
    else if (!results.length) this.panel.show(title, [answer.message ?? text("nothing_found", { words }), answer.help ?? []].flat().map((said) => el("p", { class: "card" }, said)), { focus });
    else this.panel.show(title, [answer.message ? el("p", {}, answer.message) : [], resultList(results, (result, options) => this.#take(result, options))], { focus, spoken: text("suggestions", { count: results.length }) });
  }

  #remember(step) {
    put({ ...this.state, layers: this.layers.shown }, { step });
  }

  #layersChanged() { this.#remember(false); }

  #listen() {
    const { map, view } = this.mapView;
    map.on("moveend", () => {
      this.state.view = { zoom: view.getZoom(), center: view.getCenter() };
      this.#remember(false);
    });
    map.on("singleclick", ({ coordinate }) => {
      if (!this.drawing.busy) this.choose({ kind: "at", at: coordinate }, { step: true });
    });
    map.getTargetElement().addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.choose({ kind: "at", at: view.getCenter() }, { step: true, focus: true });
      if (event.key === "Escape") this.drawing.clear();
    });
    addEventListener("popstate", () => this.restore());
    document.querySelector("[data-tool=home]").addEventListener("click", () => this.mapView.fit(this.mapView.home, { answered: false }));
    const file = document.getElementById("upload");
    file.addEventListener("change", () => { if (file.files.length) this.#upload(file.files[0]); file.value = ""; });
    const tasks = {
      draw: () => { this.panel.raise("low"); this.drawing.drawArea(); },
      measure: () => { this.panel.raise("low"); this.drawing.measure(); },
      upload: () => file.click(),
      share: () => this.#share(),
    };
    for (const [task, run] of Object.entries(tasks)) document.querySelector(`[data-task=${task}]`).addEventListener("click", run);
  }

  async #share() {
    try {
      await navigator.clipboard.writeText(location.href);
      showHint(text("link_copied"), 3);
      announce(text("link_copied"));
    } catch {
      prompt(text("link_here"), location.href);
    }
  }
}

const main = document.getElementById("main");
try {
  const [settings] = await Promise.all([ask(main.dataset.settings), fontsReady()]);
  globalThis.portal = new Portal(main.dataset.base, settings);
  main.dataset.ready = "yes";
} catch (error) {
  showHint(error.message);
  throw error;
}
