// The planning slip on screen: what matters of its JSON, with the ways to page and paper.

import { el, icon, swatch } from "./dom.js";
import { area, day, length, number, page, percent, text } from "./text.js";

/** The ways to the whole slip, as a page and on paper. */
export const slipLinks = (address) =>
  el("ul", { class: "buttons" },
    el("li", {}, el("a", { class: "button main", href: page(address) }, icon("slip"), text("slip_open"))),
    el("li", {}, el("a", { class: "button", href: variant(address, "pdf"), target: "_blank" }, icon("pdf"), text("slip_pdf"))));

/** The summary of a slip. */
export function slipSummary(slip) {
  const concerned = slip.themes.filter((theme) => theme.state === "concerned");
  const others = (state) => slip.themes.filter((theme) => theme.state === state).map((theme) => theme.title);
  return el("section", { class: "slip-summary", "aria-label": slip.short_title },
    concerned.map(theme),
    outcome("without_data", others("without_data")),
    outcome("not_concerned", others("not_concerned")),
    slip.decisions.length ? el("section", { class: "theme-card" }, el("h3", {}, text("slip_decisions")), el("ul", { class: "decisions" }, slip.decisions.map(decision))) : null,
    el("p", { class: "meta" }, text("slip_state", { epoch: slip.clock.epoch, day: day(slip.clock.published) })),
    el("p", { class: "meta" }, text("slip_reference")),
  );
}

/** The address of a slip in another form. */
export function variant(address, form) {
  const made = new URL(address, location.href);
  made.searchParams.set("f", form);
  made.searchParams.set("lang", document.documentElement.lang);
  return made.pathname + made.search;
}

function theme(one) {
  return el("section", { class: "theme-card" },
    el("h3", {}, one.title, " ", el("span", { class: "state concerned" }, text("state_concerned"))),
    one.layers.filter((layer) => layer.state === "concerned").map((layer) => layerPart(layer, one.layers.length > 1)));
}

function layerPart(layer, named) {
  return el("div", { class: "slip-layer" },
    named ? el("h4", {}, layer.title) : null,
    layer.groups.map((group) => [
      group.title ? el("p", { class: "group-title" }, group.title) : null,
      group.balance.length ? balance(group.balance) : findings(group.findings, group.more),
    ]),
    layer.overlaps.length ? el("p", { class: "warn-note" }, text("slip_overlaps", { count: layer.overlaps.length })) : null);
}

/** A colour for what has none of its own; none for land on which there is nothing. */
const colorOf = (part) => part.color ?? (part.kind === "none" ? null : "#8fa3ab");

/** Shares of the land as one bar and as a table: the bar is decoration, the table says it. */
function balance(parts) {
  const bar = el("div", { class: "share-bar", "aria-hidden": "true" }, parts.map((part) => {
    const piece = el("span", { class: colorOf(part) ? "" : "none" });
    piece.style.setProperty("--share", part.share_pct);
    if (colorOf(part)) piece.style.setProperty("--color", colorOf(part));
    return piece;
  }));
  return [bar, el("table", { class: "shares" }, el("tbody", {}, parts.map((part) => el("tr", {},
    el("th", { scope: "row" }, swatch(colorOf(part) ?? "#fff"), part.label),
    el("td", { class: "num" }, area(part.area_m2)),
    el("td", { class: "num" }, percent(part.share_pct))))))];
}

function findings(list, more) {
  return el("ul", { class: "findings" },
    list.map((found) => el("li", {}, swatch(found.color ?? "#536069", "line"), el("span", {}, [found.title, found.meaning].filter(Boolean).join(" – ")), el("span", { class: "num" }, measure(found)))),
    more ? el("li", { class: "meta" }, text("slip_more", { count: number(more) })) : null);
}

function measure(found) {
  if (found.area_m2 !== null) return `${area(found.area_m2)} · ${percent(found.share_pct ?? 0)}`;
  if (found.length_m !== null) return length(found.length_m);
  if (found.distance_m !== null) return text("slip_away", { length: length(found.distance_m) });
  return found.count === null ? "" : text("slip_count", { count: found.count });
}

function outcome(state, titles) {
  if (!titles.length) return null;
  return el("section", { class: "theme-card quiet" }, el("p", {}, el("span", { class: `state ${state}` }, text(`state_${state}`)), " ", titles.join(" · ")));
}

function decision(one) {
  const facts = [one.number, one.date ? day(one.date) : null].filter(Boolean).join(", ");
  return el("li", {}, el("b", {}, facts || text("slip_no_decision")), one.in_force === false ? el("span", { class: "badge warn" }, text("slip_not_in_force")) : null,
    el("small", {}, [one.title, one.authority].filter(Boolean).join(" – ")));
}
