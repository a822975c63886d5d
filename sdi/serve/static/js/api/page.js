// The map of an API page: the features of one address, drawn as their layer's style says.

import { ask } from "../portal/ask.js";
import { el } from "../portal/dom.js";
import { number, text } from "../portal/text.js";
import { FeatureMap } from "./map.js";

// An empty field of the filter is no condition.
document.getElementById("filter")?.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});

async function draw(place, note) {
  const [view, answer] = await Promise.all([FeatureMap.in(place), ask(place.dataset.features)]);
  const source = view.addLayer({ collection: place.dataset.layer });
  const features = view.read(answer);
  // Of what lies on a parcel the nearest things lie far away: they would make the parcel a dot.
  source.addFeatures(features.length > 1 ? features.filter((feature) => feature.get("kind") !== "nearest") : features);
  if (!source.isEmpty()) view.fit(source.getExtent());
  view.map.on("singleclick", ({ pixel }) => {
    const [feature] = view.map.getFeaturesAtPixel(pixel, { hitTolerance: 5 }).filter((one) => one.getId?.() !== undefined && source.getFeatureById(one.getId()));
    if (!feature) return;
    const id = feature.getId();
    note.replaceChildren(el("a", { href: place.dataset.open.replace("ID", () => encodeURIComponent(id)) }, text("open", { id })));
  });
  if (answer.numberMatched > answer.numberReturned) {
    note.textContent = text("drawn_of", { some: number(answer.numberReturned), all: number(answer.numberMatched) });
  }
}

const place = document.getElementById("map");
if (place) {
  const note = document.getElementById("map-note");
  draw(place, note).catch(() => { note.textContent = text("map_failed"); });
}
