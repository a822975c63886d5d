// How layers are drawn, from the hints of their declarations. Used by the portal and by the API's pages.
"use strict";

const SDI = (() => {
  const { Style, Stroke, Fill, Circle, Text } = ol.style;

  const withAlpha = (hex, alpha) => {
    const n = parseInt(hex.slice(1), 16);
    return `rgba(${n >> 16}, ${(n >> 8) & 255}, ${n & 255}, ${alpha})`;
  };

  const darker = (hex) => {
    const n = parseInt(hex.slice(1), 16);
    const part = (shift) => Math.round(((n >> shift) & 255) * 0.68);
    return `rgb(${part(16)}, ${part(8)}, ${part(0)})`;
  };

  // Style function of a layer; one cached style per colour.
  function styler(layer) {
    const colours = new Map((layer.classes || []).map((c) => [c.code, c.color]));
    const cache = new Map();
    const make = (colour, classified) => {
      if (layer.dimension === 0) {
        const radius = Math.max(2.5, (layer.width || 6) / 2);
        return new Style({ image: new Circle({ radius, fill: new Fill({ color: colour }), stroke: new Stroke({ color: "#fff", width: 1 }) }) });
      }
      if (layer.dimension === 1) return new Style({ stroke: new Stroke({ color: colour, width: layer.width || 1.6 }) });
      return new Style({
        fill: new Fill({ color: withAlpha(colour, classified ? 0.5 : 0.1) }),
        stroke: new Stroke({ color: darker(colour), width: layer.width || 0.8 }),
      });
    };
    return (feature, resolution) => {
      const code = layer.by ? String(feature.get(layer.by) ?? "").split("+")[0] : "";
      const colour = colours.get(code) || layer.color;
      if (!cache.has(colour)) cache.set(colour, make(colour, colours.has(code)));
      const style = cache.get(colour);
      const name = layer.label && feature.get(layer.label);
      if (!name || resolution > (layer.dimension === 2 && layer.order <= 10 ? 60 : 1.2)) return style;
      return [style, new Style({
        text: new Text({
          text: String(name), font: "12px system-ui, sans-serif", overflow: false,
          placement: layer.dimension === 1 ? "line" : "point",
          offsetY: layer.dimension === 0 ? -12 : 0,
          fill: new Fill({ color: "#1c2733" }), stroke: new Stroke({ color: "rgba(255,255,255,.9)", width: 3 }),
        }),
      })];
    };
  }

  function swatch(canvas, colour, dimension) {
    const c = canvas.getContext("2d");
    c.clearRect(0, 0, canvas.width, canvas.height);
    c.strokeStyle = darker(colour); c.fillStyle = dimension === 2 ? withAlpha(colour, 0.55) : colour; c.lineWidth = 1;
    if (dimension === 0) { c.beginPath(); c.arc(9, 7, 4.5, 0, 7); c.fill(); }
    if (dimension === 1) { c.strokeStyle = colour; c.lineWidth = 3; c.beginPath(); c.moveTo(1, 11); c.lineTo(17, 3); c.stroke(); }
    if (dimension === 2) { c.fillRect(1.5, 1.5, 15, 11); c.strokeRect(1.5, 1.5, 15, 11); }
  }

  // What is said in the language of the page; {places} are filled in.
  const texts = JSON.parse(document.body.dataset.texts);
  const text = (key, values = {}) => texts[key].replace(/{(\w+)}/g, (_, name) => values[name]);

  const language = document.documentElement.lang;

  const number = new Intl.NumberFormat(texts.locale, { maximumFractionDigits: 3 });

  const degrees = new Intl.NumberFormat(texts.locale, { minimumFractionDigits: 5, maximumFractionDigits: 5 });

  // A UCUM code as people write it.
  const sign = (unit) => ({ m2: "m²", m3: "m³", "kV.A": "kVA", h: texts.hours, 1: "" })[unit] ?? unit ?? "";

  // A day as people write it.
  const day = (iso) => {
    const [year, month, date] = iso.split("-");
    if (language === "vi") return `${date}/${month}/${year}`;
    return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString(texts.locale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
  };

  // Answers that are no JSON, or an error, are exceptions with what the service says.
  async function fetchJson(url, options) {
    const response = await fetch(url, options);
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.detail || texts.no_answer);
    return answer;
  }

  // Titles of the codes of a field, by code; null of a field without a code list.
  const lists = new Map();
  async function codesOf(field) {
    const url = field["x-ogc-codelistUri"];
    if (!url) return null;
    const address = new URL(url);
    if (!lists.has(url)) lists.set(url, fetchJson(`${address.pathname}?f=json&lang=${language}`));
    return new Map((await lists.get(url)).codes.map((entry) => [entry.code, entry.title]));
  }

  // A property for people, as the pages of the API write it.
  async function written(value, field) {
    const codes = await codesOf(field);
    if (codes) return String(value).split("+").map((part) => (codes.has(part) ? `${codes.get(part)} (${part})` : part)).join(", ");
    if (typeof value === "boolean") return value ? texts.yes : texts.no;
    const unit = field["x-ogc-unit"];
    if (Number.isInteger(value) && !unit) return String(value);  // a year, a number of storeys
    if (typeof value === "number") {
      const digits = unit === "%" ? 1 : 2;
      const amount = value.toLocaleString(texts.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
      return `${amount} ${sign(unit)}`.trim();
    }
    return field.format === "date" ? day(value) : String(value);
  }

  function makeMap(target, layers) {
    return new ol.Map({
      target, layers, view: new ol.View({ center: [0, 0], zoom: 2, maxZoom: 22, enableRotation: false }),
      controls: [
        new ol.control.Zoom({ zoomInTipLabel: texts.zoom_in, zoomOutTipLabel: texts.zoom_out }),
        new ol.control.ScaleLine(),
      ],
    });
  }

  const fit = (map, lonLatBox) =>
    map.getView().fit(ol.proj.transformExtent(lonLatBox, "EPSG:4326", "EPSG:3857"), { padding: [20, 20, 20, 20], maxZoom: 19 });

  const reader = new ol.format.GeoJSON({ dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" });

  return { styler, swatch, makeMap, fit, reader, number, degrees, sign, text, language, fetchJson, written };
})();
