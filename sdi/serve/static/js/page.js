// The map of an API page: the features of one address, drawn as their layer's declaration says.
"use strict";

(async () => {
  // An empty field of the filter is no condition.
  document.getElementById("filter")?.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });

  const place = document.getElementById("map");
  if (!place) return;
  const note = document.getElementById("map-note");
  const source = new ol.source.Vector();
  const vector = new ol.layer.Vector({ source });
  const map = SDI.makeMap(place, [vector]);
  if (place.dataset.extent) SDI.fit(map, place.dataset.extent.split(",").map(Number));
  map.on("singleclick", (event) => {
    const [feature] = map.getFeaturesAtPixel(event.pixel, { hitTolerance: 5 });
    if (!feature) return;
    const link = document.createElement("a");
    link.href = place.dataset.open.replace("ID", () => encodeURIComponent(feature.getId()));
    link.textContent = SDI.text("open", { id: feature.getId() });
    note.replaceChildren(link);
  });
  try {
    const [hints, answer] = await Promise.all([`${place.dataset.base}/portal.json`, place.dataset.features].map((url) => SDI.fetchJson(url)));
    const layer = hints.layers.find((l) => l.id === place.dataset.layer);
    if (layer) vector.setStyle(SDI.styler(layer));
    const features = answer.type === "Feature" ? [SDI.reader.readFeature(answer)] : SDI.reader.readFeatures(answer);
    // Of what lies on a parcel the nearest things lie far away: they would make the parcel a dot.
    source.addFeatures(features.length > 1 ? features.filter((feature) => feature.get("kind") !== "nearest") : features);
    if (!source.isEmpty()) map.getView().fit(source.getExtent(), { padding: [30, 30, 30, 30], maxZoom: 19 });
    if (answer.numberMatched > answer.numberReturned) {
      note.textContent = SDI.text("drawn_of", { some: SDI.number.format(answer.numberReturned), all: SDI.number.format(answer.numberMatched) });
    }
  } catch (error) {
    note.textContent = SDI.text("map_failed");
  }
})();
