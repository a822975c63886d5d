// The state of the page is its address: what is looked for in the query, all else in the fragment.
//
//   ?q=words&lang=en#map=13.20/585040/1671020&layers=parcels.line,roads*60&at=585040.1,1671020.5
//
// map: zoom, easting and northing of the centre; layers: those that are on, ".line" where only outlines are drawn, ":" before
// each sheet of rasters where not all are shown, and an opacity in percent where it is not whole; of the selections at most one: at (a place), feature (layer/id), area (corners).

const SELECTIONS = ["at", "feature", "area"];

/** The state that an address tells; what it does not tell is null. */
export function read(address = location) {
  const values = new URLSearchParams(address.hash.slice(1).replaceAll("+", "%2B"));
  const numbers = (words, separator) => words.split(separator).map(Number);
  const state = { query: new URLSearchParams(address.search).get("q")?.trim() || null, view: null, layers: null, selection: null };
  const [zoom, easting, northing] = numbers(values.get("map") ?? "", "/");
  if ([zoom, easting, northing].every(Number.isFinite)) state.view = { zoom, center: [easting, northing] };
  if (values.has("layers")) {
    state.layers = new Map(values.get("layers").split(",").filter(Boolean).map((entry) => {
      const [words, opacity = "100"] = entry.split("*");
      const [name, ...sheets] = words.split(":");
      const look = { outline: name.endsWith(".line"), opacity: Math.min(Math.max(Number(opacity) || 100, 10), 100) };
      return [name.replace(/\.line$/, ""), { ...look, sheets: sheets.length ? sheets.filter(Boolean).map(plain) : null }];
    }));
  }
  for (const kind of SELECTIONS) {
    if (values.has(kind)) state.selection = selectionOf(kind, values.get(kind)) ?? state.selection;
  }
  return state;
}

/** Names of sheets stand in the list in a code of their own, for they may hold what separates its parts. */
const coded = (name) => encodeURIComponent(encodeURIComponent(name).replaceAll("*", "%2A"));

function plain(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function selectionOf(kind, words) {
  if (kind === "feature") {
    const slash = words.indexOf("/");
    return slash > 0 ? { kind, layer: words.slice(0, slash), id: words.slice(slash + 1) } : null;
  }
  const corners = words.split(";").map((corner) => corner.split(",").map(Number));
  if (!corners.every((corner) => corner.length === 2 && corner.every(Number.isFinite))) return null;
  if (kind === "at") return { kind, at: corners[0] };
  return corners.length >= 3 ? { kind, ring: corners } : null;
}

/** The address of a state, relative to the page. */
export function write(state) {
  const query = new URLSearchParams(location.search);
  query.delete("q");
  if (state.query) query.set("q", state.query);
  const parts = [];
  if (state.view) parts.push(`map=${state.view.zoom.toFixed(2)}/${state.view.center.map((metres) => metres.toFixed(0)).join("/")}`);
  if (state.layers) parts.push(`layers=${[...state.layers].map(([id, { outline, opacity, sheets }]) => `${id}${outline ? ".line" : ""}${sheets ? `:${sheets.map(coded).join(":")}` : ""}${opacity === 100 ? "" : `*${opacity}`}`).join(",")}`);
  const chosen = state.selection;
  if (chosen?.kind === "feature") parts.push(`feature=${chosen.layer}/${encodeURIComponent(chosen.id)}`);
  if (chosen?.kind === "at") parts.push(`at=${chosen.at.map((metres) => metres.toFixed(1)).join(",")}`);
  if (chosen?.kind === "area" && chosen.ring) parts.push(`area=${chosen.ring.map((corner) => corner.map((metres) => metres.toFixed(2)).join(",")).join(";")}`);
  const search = query.toString();
  return `${location.pathname}${search ? `?${search}` : ""}${parts.length ? `#${parts.join("&")}` : ""}`;
}

/** Put a state into the address: as a step that the back button undoes, or in place of the present one. */
export function put(state, { step = false } = {}) {
  const address = write(state);
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  keepLanguageSwitch();
}

/** The link to the other language leads to the same state. */
function keepLanguageSwitch() {
  for (const link of document.querySelectorAll("a.language")) {
    const other = new URL(link.href);
    const query = new URLSearchParams(location.search);
    query.delete("lang");
    if (link.hreflang !== "vi") query.set("lang", link.hreflang);
    other.search = query.toString();
    other.hash = location.hash;
    link.href = other.pathname + other.search + other.hash;
  }
}
