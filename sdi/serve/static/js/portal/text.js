// What is said, in the language of the page: texts, numbers, days.

const texts = JSON.parse(document.body.dataset.texts);

export const language = document.documentElement.lang;

/** A text of wording/scripts.yml with its {places} filled in. */
export const text = (key, values = {}) => texts[key].replace(/{(\w+)}/g, (_, name) => values[name]);

const formats = new Map();

/** A number as people write it. */
export function number(amount, digits = 0) {
  if (!formats.has(digits)) {
    formats.set(digits, new Intl.NumberFormat(texts.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  }
  return formats.get(digits).format(amount);
}

/** Square metres; large areas in hectares beside them. */
export const area = (m2) => (m2 >= 50000 ? `${number(m2, 0)} m² (${number(m2 / 10000, 2)} ha)` : `${number(m2, 1)} m²`);

/** Metres, kilometres from one on. */
export const length = (m) => (m >= 1000 ? `${number(m / 1000, 2)} km` : `${number(m, 1)} m`);

/** Bytes, as `size` of sdi/wording writes them. */
export function size(bytes) {
  if (bytes >= 1e9) return `${number(bytes / 1e9, 1)} GB`;
  if (bytes >= 1e6) return `${number(bytes / 1e6, 1)} MB`;
  return bytes >= 1000 ? `${number(bytes / 1000)} kB` : `${bytes} byte`;
}

export const percent = (share) => `${number(share, 1)} %`;

/** A day (ISO) as people write it. */
export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-");
  if (language === "vi") return `${date}/${month}/${year}`;
  return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString(texts.locale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
}

/** The page of an address in the language of this one. */
export function page(address) {
  const made = new URL(address, location.href);
  made.searchParams.set("f", "html");
  if (language !== "vi") made.searchParams.set("lang", language);
  return made.pathname + made.search;
}
