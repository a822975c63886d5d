// Draws a picture (sdi/notebook/maps.py) on a Leaflet map whose coordinates are metres of the provincial CRS.
function drawPicture(map, picture) {
  "use strict";
  const [west, south, east, north] = picture.box;
  map.setMinZoom(-9).setMaxZoom(6);
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(picture.source);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  map.getContainer().style.background = picture.background;

  pane("base", 250);
  pane("names", 650);
  const ground = L.canvas({ pane: "base", padding: 0.3 });
  const above = L.canvas({ padding: 0.3, tolerance: 4 });
  for (const layer of picture.base) shapes(layer, ground, "base", false).addTo(map);
  const written = names(picture.names);
  const groups = picture.layers.map((layer) => shapes(layer, above, "overlayPane", true).addTo(map));
  const covered = picture.legend ? legend(groups) : 0;
  const all = L.latLngBounds([south, west], [north, east]);
  const beside = map.getBoundsZoom(all) - map.getBoundsZoom(all, false, L.point(covered, 0)) <= 0.25 ? covered : 0;
  map.fitBounds(all, { animate: false, paddingBottomRight: [beside, 0] });
  tidy();
  map.on("zoomend resize", tidy);
  map.getContainer().dataset.drawn = "true";

  function pane(name, order) {
    const made = map.createPane(name);
    made.style.zIndex = order;
    made.style.pointerEvents = "none";
  }

  // A symbol is one path or two, the lower one being the edge of a line: all edges lie below all lines.
  function shapes(layer, renderer, paneName, interactive) {
    const group = L.layerGroup();
    const passes = Math.max(0, ...layer.styles.map((style) => style.length));
    for (let pass = 0; pass < passes; pass += 1) {
      const top = pass === passes - 1;
      L.geoJSON(layer.features, {
        coordsToLatLng: (at) => L.latLng(at[1], at[0]),
        filter: (feature) => layer.styles[feature.s][pass + layer.styles[feature.s].length - passes] !== undefined,
        style: (feature) => look(layer, feature, pass, passes),
        pointToLayer: (feature, at) => point(look(layer, feature, pass, passes), at),
        onEachFeature: (feature, drawn) => { if (feature.t && top) drawn.bindTooltip(told(feature.t), { sticky: true }); },
        renderer, pane: paneName, interactive: interactive && top,
      }).addTo(group);
    }
    return group;

    function point(style, at) {
      if (style.sign) {
        const icon = L.icon({ iconUrl: picture_of(style.sign), iconSize: [style.size, style.size] });
        return L.marker(at, { icon, interactive, keyboard: false, alt: "" });
      }
      return L.circleMarker(at, { ...style, renderer, pane: paneName, interactive });
    }
  }

  function look(layer, feature, pass, passes) {
    const style = layer.styles[feature.s];
    return style[pass + style.length - passes] ?? {};
  }

  function told(pairs) {
    const box = document.createElement("div");
    box.className = "sdi-told";
    for (const [name, value] of pairs) {
      const line = box.appendChild(document.createElement("div"));
      if (name) line.appendChild(document.createElement("span")).textContent = name;
      line.appendChild(document.createElement("b")).textContent = value;
    }
    return box;
  }

  function names(list) {
    return list.map((name) => {
      const text = document.createElement("span");
      text.textContent = name.text;
      text.style.cssText = `color:${name.color};font-size:${name.size}px;transform:translate(-50%,-50%) rotate(${name.turn}deg)`;
      text.style.fontStyle = name.italic ? "italic" : "normal";
      const icon = L.divIcon({ className: "sdi-name", html: text, iconSize: [0, 0] });
      L.marker([name.at[1], name.at[0]], { icon, interactive: false, keyboard: false, pane: "names" }).addTo(map);
      return text;
    });
  }

  // Of names that would lie on one another the first stands: they come in the order of their weight.
  function tidy() {
    const taken = [];
    for (const text of written) text.hidden = false;
    const places = written.map((text) => text.getBoundingClientRect());
    written.forEach((text, index) => {
      const place = places[index];
      text.hidden = taken.some((other) => place.left < other.right && other.left < place.right
        && place.top < other.bottom && other.top < place.bottom);
      if (!text.hidden) taken.push(place);
    });
  }

  function legend(groups) {
    const control = L.control({ position: "topright" });
    control.onAdd = () => {
      const box = document.createElement("details");
      box.className = "sdi-legend";
      box.open = map.getSize().x > 560;
      box.appendChild(document.createElement("summary")).textContent = "Chú giải";
      picture.layers.forEach((layer, index) => {
        const title = box.appendChild(document.createElement("label"));
        const tick = title.appendChild(document.createElement("input"));
        tick.type = "checkbox";
        tick.checked = true;
        tick.addEventListener("change", () => (tick.checked ? groups[index].addTo(map) : groups[index].remove()));
        const alone = layer.legend.length === 1 && layer.legend[0].title === layer.title;
        if (!alone) title.appendChild(document.createElement("span")).textContent = layer.title;
        for (const entry of layer.legend) {
          const line = alone ? title : box.appendChild(document.createElement("div"));
          const sign = line.appendChild(document.createElement("img"));
          sign.src = picture_of(entry.svg);
          sign.alt = "";
          sign.width = 28;
          sign.height = 18;
          line.appendChild(document.createElement("span")).textContent = entry.title;
        }
      });
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
    const wide = control.getContainer().offsetWidth;
    return map.getSize().x > 2.4 * wide ? wide + 10 : 0;
  }

  function picture_of(svg) {
    return `data:image/svg+xml,${encodeURIComponent(svg)}`;
  }
}
