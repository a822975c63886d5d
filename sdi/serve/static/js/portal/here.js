// What is at a place: the parcel with its slip, and the features of all layers, as the service tells them.

import { ask, latest } from "./ask.js";
import { el, icon } from "./dom.js";
import { slipLinks, slipSummary, variant } from "./slip.js";
import { language, number, page, text } from "./text.js";

/** Asks for places, features and slips. */
export class Here {
  constructor(base, projection, { parcels, communes, ground, relief }) {
    this.base = base;
    this.projection = projection;
    this.told = [parcels, communes, relief?.layer]; // they have places of their own in the answer
    this.ground = ground; // where its height is asked for
    this.question = latest();
  }

  /** What is at a place of the map; ``tolerance`` in metres is how far lines and points may be. */
  at(place, tolerance) {
    const [lon, lat] = this.projection.lonLat(place);
    const where = this.projection.surveyed ? { x: place[1].toFixed(3), y: place[0].toFixed(3) } : { lon: lon.toFixed(9), lat: lat.toFixed(9) };
    const query = new URLSearchParams({ ...where, tolerance_m: tolerance.toFixed(2), lang: language });
    return this.question(`${this.base}/portal/here?${query}`);
  }

  /** Height of the ground at a place in metres; null where nothing is known. */
  async height(place) {
    if (!this.ground) return null;
    const query = new URLSearchParams({ coords: `POINT(${place[0].toFixed(3)} ${place[1].toFixed(3)})`, crs: this.projection.uri });
    const answer = await ask(`${this.ground}?${query}`).catch(() => null);
    return answer?.ranges.height.values[0] ?? null;
  }

  /** A feature in the coordinate system of the map. */
  feature(layer, id) {
    const query = new URLSearchParams({ f: "json", crs: this.projection.uri });
    return this.question(`${this.base}/api/collections/${layer}/items/${encodeURIComponent(id)}?${query}`);
  }

  /** The slip of a parcel, of which ``address`` is any form. */
  slip(address) { return ask(variant(address, "json")); }

  /** Where the slip of a parcel is. */
  slipAddress(id) { return `${this.base}/api/slip/${encodeURIComponent(id)}`; }

  /** The whole answer as content of the panel. */
  content(answer, place) {
    const parcel = answer.parcel;
    const parts = [this.placeCard(place, answer.commune)];
    if (parcel) parts.push(this.slipPart(parcel.slip ?? this.slipAddress(parcel.id), el("section", { class: "parcel-card" }, properties(parcel.properties))));
    const layers = answer.layers.filter((layer) => !this.told.includes(layer.layer));
    if (layers.length) parts.push(el("h3", { class: "also" }, text(parcel ? "also_here" : "here")), layers.map((layer) => layerCard(layer)));
    if (!parcel && !layers.length) parts.push(el("p", { class: "card" }, text("nothing_here")));
    return parts;
  }

  /** Links to a slip, what stands ``between``, and the slip's summary as soon as it is there. */
  slipPart(address, between = null) {
    const slot = el("div", { class: "slip-slot" }, el("p", { class: "waiting" }, text("computing")));
    const part = el("div", {}, slipLinks(address), between, slot);
    this.slip(address).then((slip) => {
      slot.replaceChildren(slipSummary(slip));
      const heading = part.parentElement?.querySelector(".answer-title");
      if (heading && slip.subject.kind === "parcel") heading.textContent = slip.subject.title;
    }).catch((error) => slot.replaceChildren(el("p", { class: "card problem" }, error.message)));
    return part;
  }

  /** Comes when it is known. */
  #heightWords(place) {
    const words = el("span", { class: "ground", hidden: true });
    this.height(place).then((metres) => {
      if (metres === null) return;
      words.textContent = text("ground_height", { height: number(metres, 1) });
      words.hidden = false;
    });
    return words;
  }

  placeCard(place, commune) {
    const words = this.projection.surveyorsWords(place);
    return el("p", { class: "place-card" },
      commune ? el("b", {}, commune.title ?? commune.name) : null,
      words ? el("span", {}, words) : null,
      el("span", {}, this.projection.lonLatWords(place)),
      this.#heightWords(place));
  }
}

/** Properties as the service wrote them for people. */
export const properties = (list) =>
  el("dl", { class: "facts" }, list.map(({ title, value }) => [el("dt", {}, title), el("dd", {}, value)]));

function layerCard(layer) {
  const many = layer.features.length > 1;
  return el("section", { class: "layer-card" }, el("h4", {}, layer.title, many ? el("span", { class: "count" }, String(layer.features.length)) : null),
    layer.features.map((feature) => el("details", { class: "feature", open: false },
      el("summary", {}, feature.title || feature.id),
      properties(feature.properties),
      el("p", {}, el("a", { href: page(feature.href) }, icon("table"), text("open_page"))))));
}
