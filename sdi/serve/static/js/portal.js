// The portal's map: each layer that is switched on asks the public API for what is in view.
"use strict";

(async () => {
  const place = document.getElementById("map");
  const base = place.dataset.base;
  const popup = document.getElementById("popup");
  const loading = document.getElementById("loading");
  const settings = await fetch(place.dataset.layers).then((r) => r.json());
  const map = SDI.makeMap(place, []);
  if (settings.extent) SDI.fit(map, settings.extent);

  let waiting = 0;
  const layers = settings.layers.map((layer) => makeLayer(layer));

  function makeLayer(layer) {
    const row = document.querySelector(`.layer[data-layer="${layer.id}"]`);
    const box = row.querySelector("input");
    const source = new ol.source.Vector({ attributions: [] });
    const vector = new ol.layer.Vector({
      source, style: SDI.styler(layer), zIndex: layer.order, visible: box.checked,
      declutter: Boolean(layer.label),
    });
    vector.set("sdi", layer);
    map.addLayer(vector);
    SDI.swatch(row.querySelector("canvas.swatch"), layer.classes[0]?.color || layer.color, layer.dimension);
    drawLegend(row, layer);
    const state = { layer, row, box, source, vector, request: null, asked: null };
    box.addEventListener("change", () => { vector.setVisible(box.checked); load(state); });
    return state;
  }

  function drawLegend(row, layer) {
    const list = row.querySelector("ul.legend");
    if (!list) return;
    for (const entry of layer.classes) {
      const item = document.createElement("li");
      const canvas = document.createElement("canvas");
      canvas.width = 18; canvas.height = 14; canvas.className = "swatch";
      SDI.swatch(canvas, entry.color, layer.dimension);
      item.append(canvas, document.createTextNode(`${entry.title} (${entry.code})`));
      list.append(item);
    }
  }

  // A layer that was asked for a larger view needs no second request, unless a closer look would show more.
  async function load(state) {
    const note = state.row.querySelector(".note");
    if (!state.box.checked) { state.request?.abort(); state.asked = null; note.textContent = ""; return; }
    const resolution = map.getView().getResolution();
    const view = ol.proj.transformExtent(map.getView().calculateExtent(map.getSize()), "EPSG:3857", "EPSG:4326");
    const asked = state.asked;
    if (asked && ol.extent.containsExtent(asked.box, view) && (asked.complete || resolution > asked.resolution * 0.8)) return;
    state.request?.abort();
    const mx = (view[2] - view[0]) * 0.25, my = (view[3] - view[1]) * 0.25;
    const wide = [Math.max(-180, view[0] - mx), Math.max(-90, view[1] - my), Math.min(180, view[2] + mx), Math.min(90, view[3] + my)];
    const fields = [state.layer.by, state.layer.label].filter(Boolean);
    const query = new URLSearchParams({ f: "json", limit: settings.limit, bbox: wide.map((n) => n.toFixed(6)).join(",") });
    if (fields.length) query.set("properties", [...new Set(fields)].join(","));
    const request = state.request = new AbortController();
    const question = state.asked = { box: wide, resolution, complete: false };
    busy(1);
    try {
      const response = await fetch(`${base}/api/collections/${state.layer.id}/items?${query}`, { signal: request.signal });
      if (!response.ok) throw new Error(response.status);
      const page = await response.json();
      state.source.clear(true);
      state.source.addFeatures(SDI.reader.readFeatures(page));
      question.complete = page.numberReturned >= page.numberMatched;
      note.textContent = question.complete ? "" :
        SDI.text("zoom_for_all", { some: SDI.number.format(page.numberReturned), all: SDI.number.format(page.numberMatched) });
    } catch (error) {
      if (state.asked === question) state.asked = null;
      if (error.name !== "AbortError") note.textContent = SDI.text("layer_failed");
    } finally {
      busy(-1);
    }
  }

  function busy(step) {
    waiting += step;
    loading.textContent = waiting ? SDI.text("loading", { count: waiting }) : "";
  }

  function showPosition(event) {
    const [lon, lat] = ol.proj.toLonLat(event.coordinate);
    document.getElementById("position").textContent = `${SDI.degrees.format(lat)}° ${SDI.text("north")}, ${SDI.degrees.format(lon)}° ${SDI.text("east")}`;
  }

  async function showFeature(event) {
    let hit = null;
    map.forEachFeatureAtPixel(event.pixel, (feature, vector) => { hit ||= { feature, layer: vector.get("sdi") }; }, { hitTolerance: 5 });
    popup.hidden = !hit;
    if (!hit) return;
    popup.replaceChildren();
    const close = document.createElement("button");
    close.type = "button"; close.textContent = "×"; close.setAttribute("aria-label", SDI.text("close"));
    close.addEventListener("click", () => { popup.hidden = true; });
    const title = document.createElement("h3");
    title.textContent = hit.layer.title;
    const address = `${base}/api/collections/${hit.layer.id}/items/${encodeURIComponent(hit.feature.getId())}`;
    const link = document.createElement("a");
    link.href = `${address}?f=html${SDI.language === "vi" ? "" : `&lang=${SDI.language}`}`; link.textContent = hit.feature.getId();
    popup.append(close, title, link);
    let item, schema;
    try {
      [item, schema] = await Promise.all([`${address}?f=json`, `${base}/api/collections/${hit.layer.id}/schema?f=json&lang=${SDI.language}`]
        .map((url) => SDI.fetchJson(url)));
    } catch {
      popup.append(document.createElement("br"), document.createTextNode(SDI.text("feature_failed")));
      return;
    }
    const table = document.createElement("table");
    for (const [name, value] of Object.entries(item.properties || {})) {
      if (value === null || value === "") continue;
      const field = schema.properties[name] || {};
      const row = table.insertRow();
      const head = document.createElement("th");
      head.textContent = field.title || name;
      row.append(head);
      row.insertCell().textContent = await SDI.written(value, field);
    }
    popup.append(table);
  }

  // OpenLayers says "moveend" from the second frame on, and an empty map draws only one.
  layers.forEach(load);
  map.on("moveend", () => layers.forEach(load));
  map.on("pointermove", (event) => { if (!event.dragging) showPosition(event); });
  map.on("singleclick", showFeature);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") popup.hidden = true; });
})();
