// Properties of a feature as people read them, by the schema that the service publishes of its layer.

import { once } from "./ask.js";
import { day, language, number, size, text } from "./text.js";

const SIGNS = { m2: "m²", m3: "m³", "kV.A": "kVA", 1: "" };

/** A value as the pages of the API write it. */
export async function written(value, field) {
  if (field["x-ogc-codelistUri"]) {
    const list = await once(`${new URL(field["x-ogc-codelistUri"]).pathname}?f=json&lang=${language}`);
    const titles = new Map(list.codes.map((entry) => [entry.code, entry.title]));
    return String(value).split("+").map((code) => (titles.has(code) ? `${titles.get(code)} (${code})` : code)).join(", ");
  }
  if (typeof value === "boolean") return text(value ? "yes" : "no");
  if (field.format === "date") return day(value);
  if (typeof value !== "number") return String(value);
  const unit = field["x-ogc-unit"];
  if (unit === "By") return size(value);
  if (Number.isInteger(value) && !unit) return String(value); // a year, a number of storeys
  const digits = field.type === "integer" ? 0 : unit === "%" ? 1 : 2;
  return `${number(value, digits)} ${unit === "h" ? text("hours") : SIGNS[unit] ?? unit ?? ""}`.trim();
}

/** Properties of a feature of a layer as ``[{title, value}]``. */
export async function featureProperties(base, layer, feature) {
  const schema = await once(`${base}/api/collections/${layer}/schema?f=json&lang=${language}`);
  const told = Object.entries(feature.properties).filter(([, value]) => value !== null && value !== "");
  return Promise.all(told.map(async ([name, value]) => {
    const field = schema.properties[name] ?? {};
    return { title: field.title ?? name, value: await written(value, field) };
  }));
}
