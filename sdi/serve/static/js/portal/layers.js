// Layers by theme: switched on and off, with the legend of their own style and an opacity.

import { ask } from "./ask.js";
import { announce } from "./announce.js";
import { el, swatch } from "./dom.js";
import { text } from "./text.js";

/** The list of layers, and the layers on the map. Tells ``changed`` when a person has changed something. */
export class Layers {
  constructor(settings, mapView, tileLayers, changed) {
    this.mapView = mapView;
    this.tileLayers = tileLayers;
    this.changed = changed;
    this.entries = new Map(settings.layers.map((layer) => [layer.id, { layer, opacity: 100, drawn: null }]));
    for (const [id, entry] of this.entries) {
      entry.row = document.querySelector(`.layer[data-layer="${CSS.escape(id)}"]`);
      entry.box = entry.row.querySelector("input[type=checkbox]");
      entry.more = entry.row.querySelector(".layer-more");
      entry.box.addEventListener("change", () => {
        this.#apply(entry);
        announce(text(entry.box.checked ? "layer_on" : "layer_off", { title: entry.layer.title }));
        this.changed();
      });
    }
    this.set(null);
  }

  /** Opacity in percent of those that are on, by id. */
  get shown() {
    return new Map([...this.entries].filter(([, entry]) => entry.box.checked).map(([id, entry]) => [id, entry.opacity]));
  }

  /** Switch on what ``shown`` names, and nothing else; null: what is on at first sight. */
  set(shown) {
    for (const [id, entry] of this.entries) {
      entry.box.checked = shown ? shown.has(id) : entry.layer.on;
      entry.opacity = shown?.get(id) ?? 100;
      this.#apply(entry);
    }
  }

  #apply(entry) {
    const { layer, box, more } = entry;
    if (box.checked && !entry.drawn) {
      entry.drawn = this.tileLayers.make(layer, { zIndex: 100 + layer.order });
      this.mapView.map.addLayer(entry.drawn);
      entry.drawn.get("styled").catch(() => { more.replaceChildren(el("p", { class: "meta warn" }, text("layer_failed"))); });
    }
    entry.drawn?.setVisible(box.checked);
    entry.drawn?.setOpacity(entry.opacity / 100);
    entry.row.classList.toggle("on", box.checked);
    more.hidden = !box.checked;
    if (box.checked && !more.firstChild) this.#fill(entry);
    const slider = more.querySelector("input[type=range]");
    if (slider) slider.value = entry.opacity;
  }

  #fill(entry) {
    const { layer, more } = entry;
    const slider = el("input", { type: "range", min: 10, max: 100, step: 5, id: `opacity-${layer.id}`, oninput: () => {
      entry.opacity = Number(slider.value);
      entry.drawn.setOpacity(entry.opacity / 100);
    }, onchange: () => this.changed() });
    slider.value = entry.opacity;
    const list = el("ul", { class: "legend" });
    const legend = el("details", { class: "bare" }, el("summary", {}, text("legend"), el("span", { class: "visually-hidden" }, ` – ${layer.title}`)), list);
    legend.addEventListener("toggle", () => this.#legend(entry, list), { once: true });
    more.append(
      el("div", { class: "opacity" }, el("label", { for: slider.id }, text("opacity"), el("span", { class: "visually-hidden" }, ` – ${layer.title}`)), slider),
      legend,
    );
  }

  async #legend({ layer }, list) {
    try {
      list.replaceChildren(...legendOf(await ask(layer.legend)));
    } catch (error) {
      list.replaceChildren(el("li", {}, error.message));
    }
  }
}

function legendOf(document) {
  return document.entries.map((entry) => el("li", {}, swatch(entry.color), entry.title));
}
