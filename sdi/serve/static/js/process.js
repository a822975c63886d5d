// The form of the process "overlay": a parcel, an area drawn or typed, or a file; the answer as tables and on the map.
"use strict";

(async () => {
  const form = document.getElementById("question");
  const place = document.getElementById("map");
  const note = document.getElementById("map-note");
  const vertices = document.getElementById("vertices");
  const answer = document.getElementById("answer");
  const drawn = new ol.source.Vector();
  const found = new ol.source.Vector();
  const around = new ol.source.Vector();
  const outline = new ol.style.Style({ stroke: new ol.style.Stroke({ color: "#b3261e", width: 2.5 }), fill: new ol.style.Fill({ color: "rgba(179, 38, 30, .05)" }) });
  const quiet = new ol.layer.Vector({ source: around });
  const map = SDI.makeMap(place, [quiet, new ol.layer.Vector({ source: found }), new ol.layer.Vector({ source: drawn, style: outline })]);
  if (place.dataset.extent) SDI.fit(map, place.dataset.extent.split(",").map(Number));
  const choose = (by) => { form.elements.by.value = by; };
  for (const [id, by] of [["parcel", "parcel"], ["vertices", "polygon"], ["file", "file"]]) {
    document.getElementById(id).addEventListener("input", () => choose(by));
  }

  // Parcels around, to draw and to point at.
  Promise.all([SDI.fetchJson(`${place.dataset.base}/portal.json`), SDI.fetchJson(`${place.dataset.features}?f=json&limit=2000`)]).then(([hints, page]) => {
    const layer = hints.layers.find((l) => l.id === place.dataset.layer);
    if (layer) quiet.setStyle(SDI.styler({ ...layer, by: null, classes: [], label: null, color: "#6b7f93" }));
    around.addFeatures(SDI.reader.readFeatures(page));
  }).catch(() => { note.textContent = SDI.text("map_failed"); });

  let pen = null;
  document.getElementById("draw").addEventListener("click", () => {
    choose("polygon");
    drawn.clear();
    found.clear();
    map.removeInteraction(pen);
    pen = new ol.interaction.Draw({ source: drawn, type: "Polygon" });
    pen.on("drawend", (event) => {
      map.removeInteraction(pen);
      pen = null;
      const ring = event.feature.getGeometry().clone().transform("EPSG:3857", "EPSG:4326").getCoordinates()[0].slice(0, -1);
      vertices.value = ring.map((point) => point.map((n) => n.toFixed(7)).join(", ")).join("\n");
    });
    map.addInteraction(pen);
  });
  map.on("singleclick", (event) => {
    if (pen) return;
    const [feature] = map.getFeaturesAtPixel(event.pixel, { layerFilter: (layer) => layer === quiet });
    if (!feature) return;
    document.getElementById("parcel").value = feature.getId();
    choose("parcel");
  });

  async function inputs() {
    const layers = [...form.querySelectorAll("[name=layers]:checked")].map((box) => box.value);
    const more = layers.length ? { layers } : {};
    if (form.elements.by.value === "parcel") return { parcel: document.getElementById("parcel").value.trim(), ...more };
    if (form.elements.by.value === "file") {
      const [file] = document.getElementById("file").files;
      if (!file) throw new Error(SDI.text("need_file"));
      const bytes = new Uint8Array(await file.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
      return { file: btoa(text), ...more };
    }
    const ring = vertices.value.trim().split("\n").map((line) => line.trim().split(/[,;\s]+/).map(Number)).filter((point) => point.length === 2);
    if (ring.length < 3) throw new Error(SDI.text("need_area"));
    return { polygon: { type: "Polygon", coordinates: [[...ring, ring[0]]] }, ...more };
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    answer.hidden = false;
    const body = document.getElementById("answer-body");
    body.textContent = SDI.text("computing");
    try {
      const question = { inputs: { ...(await inputs()), geometry: true } };
      const [result, schema] = await Promise.all([
        SDI.fetchJson(form.dataset.execution + `?lang=${SDI.language}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question) }),
        SDI.fetchJson(answer.dataset.schema),
      ]);
      body.replaceChildren(...(await tables(result, schema.properties)));
      await show(result);
    } catch (error) {
      const said = document.createElement("p");
      said.className = "card problem";
      said.setAttribute("role", "alert");
      said.textContent = error.message;
      body.replaceChildren(said);
    }
    answer.scrollIntoView({ block: "nearest" });
  });

  // The parcel's own outline, and the areas and lines that lie on it; what is near lies elsewhere.
  async function show(result) {
    found.clear();
    for (const row of result.layers.flatMap((layer) => layer.rows)) {
      if (row.geometry && !["none", "nearest"].includes(row.kind)) found.addFeature(new ol.Feature(SDI.reader.readGeometry(row.geometry)));
    }
    if (result.base.id) {
      const parcel = await SDI.fetchJson(`${place.dataset.features}/${encodeURIComponent(result.base.id)}?f=json`);
      drawn.clear();
      drawn.addFeature(SDI.reader.readFeature(parcel));
    }
    const shown = drawn.isEmpty() ? found : drawn;
    if (!shown.isEmpty()) map.getView().fit(shown.getExtent(), { padding: [60, 60, 60, 60], maxZoom: 20 });
  }

  async function tables(result, fields) {
    const facts = document.createElement("dl");
    facts.className = "facts card";
    const area = { "x-ogc-unit": "m2" };
    if (result.base.id) await fact(facts, fields.parcel_id?.title || "id", result.base.id, {});
    await fact(facts, SDI.text("area"), result.base.area_m2, area);
    if (result.base.area_registered_m2 != null) await fact(facts, SDI.text("registered"), result.base.area_registered_m2, area);
    await fact(facts, SDI.text("release"), result.epoch, {});
    const something = result.layers.filter((layer) => layer.rows.length);
    const nothing = result.layers.filter((layer) => !layer.rows.length).map((layer) => layer.title[SDI.language]);
    const parts = [facts];
    if (something.length) parts.push(await table(something, fields));
    if (nothing.length) parts.push(paragraph(SDI.text("nothing_of", { layers: nothing.join(", ") })));
    return parts;
  }

  async function fact(list, title, value, field) {
    const head = document.createElement("dt"), content = document.createElement("dd");
    head.textContent = title;
    content.textContent = await SDI.written(value, field);
    list.append(head, content);
  }

  function paragraph(text) {
    const made = document.createElement("p");
    made.className = "meta";
    made.textContent = text;
    return made;
  }

  // One table for all layers, each under its title; columns without any value are left out.
  async function table(layers, fields) {
    const all = layers.flatMap((layer) => layer.rows);
    const empty = (value) => value === null || value === undefined || value === "";
    const names = Object.keys(fields).filter((name) => name !== "geometry" && all.some((row) => !empty(row[name])));
    const numeric = (name) => ["number", "integer"].includes(fields[name].type);
    const made = document.createElement("table");
    const head = made.createTHead().insertRow();
    for (const name of names) head.append(header(fields[name].title, "col", numeric(name) ? "num" : ""));
    for (const layer of layers) {
      const body = made.createTBody();
      const title = header(layer.title[SDI.language], "rowgroup", "group");
      title.colSpan = names.length;
      body.insertRow().append(title);
      for (const row of layer.rows) {
        const line = body.insertRow();
        for (const name of names) {
          const cell = line.insertCell(), value = row[name];
          cell.className = numeric(name) ? "num" : "";
          if (name === "feature_id" && value) cell.append(feature(layer, value));
          else cell.textContent = empty(value) ? "—" : await SDI.written(value, fields[name]);
        }
      }
    }
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-labelledby", "answer-title");
    scroll.append(made);
    return scroll;
  }

  function header(text, scope, style) {
    const made = document.createElement("th");
    made.scope = scope;
    made.className = style;
    made.textContent = text;
    return made;
  }

  function feature(layer, id) {
    const link = document.createElement("a");
    link.href = answer.dataset.page.replace("LAYER", layer.id).replace("ID", () => encodeURIComponent(id));
    link.textContent = id;
    return link;
  }
})();
