// The form of the process "overlay": a parcel, an area drawn or typed, or a file; the answer as tables and on the map.

import { Draw } from "../../vendor/map/map.js";
import { ask } from "../portal/ask.js";
import { base64 } from "../portal/area.js";
import { el } from "../portal/dom.js";
import { written } from "../portal/schema.js";
import { language, text } from "../portal/text.js";
import { FeatureMap } from "./map.js";

const RED = "#a5252b";
const form = document.getElementById("question");
const place = document.getElementById("map");
const note = document.getElementById("map-note");
const vertices = document.getElementById("vertices");
const answer = document.getElementById("answer");

/** Of which of the three ways the form asks. */
const choose = (by) => { form.elements.by.value = by; };
for (const [id, by] of [["parcel", "parcel"], ["vertices", "polygon"], ["file", "file"]]) {
  document.getElementById(id).addEventListener("input", () => choose(by));
}

class Drawn {
  constructor(view) {
    this.view = view;
    this.around = view.addLayer({ color: "#6b7f93", width: 0.8, fill: "rgba(107, 127, 147, .06)" });
    this.found = view.addLayer({ color: "#0b5a73", width: 1.5, fill: "rgba(11, 90, 115, .16)", zIndex: 601 });
    this.drawn = view.addLayer({ color: RED, fill: "rgba(165, 37, 43, .05)", zIndex: 602 });
    document.getElementById("draw").addEventListener("click", () => this.#draw());
    view.map.on("singleclick", ({ pixel }) => {
      if (this.pen) return;
      const feature = view.map.getFeaturesAtPixel(pixel).find((one) => this.around.hasFeature?.(one));
      if (!feature) return;
      document.getElementById("parcel").value = feature.getId();
      choose("parcel");
    });
  }

  #draw() {
    choose("polygon");
    this.drawn.clear();
    this.found.clear();
    this.view.map.removeInteraction(this.pen);
    this.pen = new Draw({ source: this.drawn, type: "Polygon" });
    this.pen.on("drawend", ({ feature }) => {
      this.view.map.removeInteraction(this.pen);
      this.pen = null;
      const ring = feature.getGeometry().getCoordinates()[0].slice(0, -1).map((corner) => this.view.projection.lonLat(corner));
      vertices.value = ring.map((corner) => corner.map((degrees) => degrees.toFixed(7)).join(", ")).join("\n");
    });
    this.view.map.addInteraction(this.pen);
  }

  /** The parcel's own outline, and the areas and lines that lie on it; what is near lies elsewhere. */
  async show(result) {
    this.found.clear();
    for (const row of result.layers.flatMap((layer) => layer.rows)) {
      if (row.geometry && !["none", "nearest"].includes(row.kind)) this.found.addFeatures(this.view.read({ type: "Feature", geometry: row.geometry, properties: {} }));
    }
    if (result.base.id) {
      this.drawn.clear();
      this.drawn.addFeatures(this.view.read(await ask(`${place.dataset.features}/${encodeURIComponent(result.base.id)}?f=json`)));
    }
    const shown = this.drawn.isEmpty() ? this.found : this.drawn;
    if (!shown.isEmpty()) this.view.fit(shown.getExtent());
  }
}

const view = FeatureMap.in(place).then((made) => new Drawn(made));
// Parcels around, to draw and to point at.
Promise.all([view, ask(`${place.dataset.features}?f=json&limit=2000`)])
  .then(([made, page]) => made.around.addFeatures(made.view.read(page)))
  .catch(() => { note.textContent = text("map_failed"); });

async function inputs() {
  const layers = [...form.querySelectorAll("[name=layers]:checked")].map((box) => box.value);
  const more = layers.length ? { layers } : {};
  if (form.elements.by.value === "parcel") return { parcel: document.getElementById("parcel").value.trim(), ...more };
  if (form.elements.by.value === "file") {
    const [file] = document.getElementById("file").files;
    if (!file) throw new Error(text("need_file"));
    return { file: await base64(file), ...more };
  }
  const ring = vertices.value.trim().split("\n").map((line) => line.trim().split(/[,;\s]+/).map(Number)).filter((corner) => corner.length === 2);
  if (ring.length < 3) throw new Error(text("need_area"));
  return { polygon: { type: "Polygon", coordinates: [[...ring, ring[0]]] }, ...more };
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  answer.hidden = false;
  const body = document.getElementById("answer-body");
  body.textContent = text("computing");
  try {
    const question = { inputs: { ...(await inputs()), geometry: true } };
    const [result, schema] = await Promise.all([
      ask(`${form.dataset.execution}?lang=${language}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question) }),
      ask(answer.dataset.schema),
    ]);
    body.replaceChildren(...(await tables(result, schema.properties)));
    await (await view).show(result);
  } catch (error) {
    body.replaceChildren(el("p", { class: "card problem", role: "alert" }, error.message));
  }
  answer.scrollIntoView({ block: "nearest" });
});

async function tables(result, fields) {
  const area = { "x-ogc-unit": "m2" };
  const facts = [
    result.base.id && [fields.parcel_id?.title || "id", result.base.id, {}],
    [text("area"), result.base.area_m2, area],
    result.base.area_registered_m2 != null && [text("registered"), result.base.area_registered_m2, area],
    [text("release"), result.epoch, {}],
  ].filter(Boolean);
  const list = await Promise.all(facts.map(async ([title, value, field]) => [el("dt", {}, title), el("dd", {}, await written(value, field))]));
  const something = result.layers.filter((layer) => layer.rows.length);
  const nothing = result.layers.filter((layer) => !layer.rows.length).map((layer) => layer.title[language]);
  return [
    el("dl", { class: "facts card" }, list),
    ...(something.length ? [await table(something, fields)] : []),
    ...(nothing.length ? [el("p", { class: "meta" }, text("nothing_of", { layers: nothing.join(", ") }))] : []),
  ];
}

const empty = (value) => value === null || value === undefined || value === "";

/** One table for all layers, each under its title; columns without any value are left out. */
async function table(layers, fields) {
  const all = layers.flatMap((layer) => layer.rows);
  const names = Object.keys(fields).filter((name) => name !== "geometry" && all.some((row) => !empty(row[name])));
  const kind = (name) => (["number", "integer"].includes(fields[name].type) ? "num" : "");
  const cell = async (layer, row, name) => {
    const value = row[name];
    if (empty(value)) return "—";
    if (name !== "feature_id") return written(value, fields[name]);
    return el("a", { href: answer.dataset.page.replace("LAYER", layer.id).replace("ID", () => encodeURIComponent(value)) }, value);
  };
  const bodies = await Promise.all(layers.map(async (layer) => el("tbody", {},
    el("tr", {}, el("th", { scope: "rowgroup", class: "group", colspan: names.length }, layer.title[language])),
    await Promise.all(layer.rows.map(async (row) => el("tr", {}, await Promise.all(names.map(async (name) => el("td", { class: kind(name) }, await cell(layer, row, name))))))))));
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": "answer-title" },
    el("table", {}, el("thead", {}, el("tr", {}, names.map((name) => el("th", { scope: "col", class: kind(name) }, fields[name].title)))), bodies));
}
