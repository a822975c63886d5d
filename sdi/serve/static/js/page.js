// The map of an API page: the features of one address, drawn as their layer's declaration says.
"use strict";

(async () => {
  const place = document.getElementById("map");
  if (!place) return;
  const note = document.getElementById("map-note");
  const source = new ol.source.Vector();
  const vector = new ol.layer.Vector({ source });
  const map = SDI.makeMap(place, [vector]);
  if (place.dataset.extent) SDI.fit(map, place.dataset.extent.split(",").map(Number));
  try {
    const [hints, answer] = await Promise.all(
      [`${place.dataset.base}/portal.json`, place.dataset.features].map((url) => fetch(url).then((r) => {
        if (!r.ok) throw new Error(r.status);
        return r.json();
      })));
    const layer = hints.layers.find((l) => l.id === place.dataset.layer);
    if (layer) vector.setStyle(SDI.styler(layer));
    source.addFeatures(answer.type === "Feature" ? [SDI.reader.readFeature(answer)] : SDI.reader.readFeatures(answer));
    if (!source.isEmpty()) map.getView().fit(source.getExtent(), { padding: [30, 30, 30, 30], maxZoom: 19 });
    if (answer.numberMatched > answer.numberReturned) {
      note.textContent = `Bản đồ vẽ ${SDI.number.format(answer.numberReturned)} trong ${SDI.number.format(answer.numberMatched)} đối tượng.`;
    }
  } catch (error) {
    note.textContent = "Không tải được bản đồ của trang này.";
  }
})();
