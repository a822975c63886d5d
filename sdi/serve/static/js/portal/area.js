// What lies on an area that was drawn, typed or uploaded: the process "overlay", and the slip of the same land.

import { latest } from "./ask.js";
import { el } from "./dom.js";
import { area, language, length, number, page, percent, text } from "./text.js";

/** Addresses have an end. */
const SLIP_CORNERS = 200;

/** "single" repeats of a feature what no other covers; what is near does not lie on the area. */
const told = (row) => row.kind !== "single" && row.kind !== "nearest";

/** What stands where no feature is named. */
const lies = (kind) => ({ none: text("lies_none"), multiple: text("lies_multiple"), suppressed: text("lies_suppressed") })[kind] ?? kind;

/** The bytes of a file as base64, as processes take them. */
export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(binary);
}

/** Asks the process, and writes its answer. */
export class AreaQuestion {
  constructor(base, projection) {
    this.base = base;
    this.projection = projection;
    this.question = latest();
  }

  /** The overlay of corners [easting, northing]. */
  ofRing(ring) {
    return this.#ask({ polygon: { type: "Polygon", coordinates: [[...ring, ring[0]]] }, crs: this.projection.uri });
  }

  /** The overlay of a file, with the geometries, for the page cannot read all formats. */
  async ofFile(file) {
    return this.#ask({ file: await base64(file), geometry: true });
  }

  /** Where the slip of the same land is; null when it has too many corners for an address. */
  slipAddress(ring) {
    if (ring.length > SLIP_CORNERS || !this.projection.surveyed) return null;
    const corners = ring.map(([easting, northing]) => `${northing.toFixed(3)} ${easting.toFixed(3)}`).join("\n");
    return `${this.base}/api/slip?${new URLSearchParams({ corners })}`;
  }

  /** All rows, by layer; what each is called links to its page. */
  table(answer) {
    const something = answer.layers.filter((layer) => layer.rows.some((row) => row.kind === "feature"));
    const nothing = answer.layers.filter((layer) => !something.includes(layer)).map((layer) => layer.title[language]);
    return el("div", { class: "overlay-answer" },
      something.map((layer) => el("section", { class: "layer-card" }, el("h4", {}, layer.title[language]),
        el("table", { class: "shares" }, el("tbody", {}, layer.rows.filter(told).map((row) => this.#row(layer, row)))))),
      nothing.length ? el("p", { class: "meta" }, text("nothing_of", { layers: nothing.join(", ") })) : null);
  }

  #row(layer, row) {
    const name = row.feature_id
      ? el("a", { href: page(`${this.base}/api/collections/${layer.id}/items/${encodeURIComponent(row.feature_id)}`) }, row.feature_id)
      : lies(row.kind);
    const amount = row.area_m2 !== null ? area(row.area_m2) : row.length_m !== null ? length(row.length_m) : row.count !== null ? number(row.count) : "";
    return el("tr", { class: `kind-${row.kind}` }, el("th", { scope: "row" }, name, row.decision_no ? el("small", {}, row.decision_no) : null),
      el("td", { class: "num" }, amount), el("td", { class: "num" }, row.share_pct !== null ? percent(row.share_pct) : ""));
  }

  #ask(inputs) {
    return this.question(`${this.base}/api/processes/overlay/execution?lang=${language}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ inputs }),
    });
  }
}
