// Layers by theme: switched on and off, with the legend of their own style, an opacity, and their fills on request.

import { ask, once } from "./ask.js";
import { announce } from "./announce.js";
import { el } from "./dom.js";
import { text } from "./text.js";
import { looked } from "./tiles.js";

/** How a layer is shown: opacity in percent, whether by its outlines alone, and of rasters which sheets, null for all. */
const WHOLE = { opacity: 100, outline: false, sheets: null };

/** The list of layers, and the layers on the map. Tells ``changed`` when a person has changed something. */
export class Layers {
  constructor(settings, mapView, tileLayers, changed) {
    this.mapView = mapView;
    this.tileLayers = tileLayers;
    this.changed = changed;
    const layers = [...settings.layers, ...(settings.relief ? [settings.relief] : [])];
    this.first = new Map(layers.filter((layer) => layer.on).map((layer) => [layer.id, { ...WHOLE, ...layer.on }]));
    this.entries = new Map(layers.map((layer) => [layer.id, { layer, look: { ...WHOLE }, drawn: null }]));
    for (const entry of this.entries.values()) {
      entry.row = document.querySelector(`.layer[data-layer="${CSS.escape(entry.layer.id)}"]`);
      entry.box = entry.row.querySelector("input[type=checkbox]");
      entry.more = entry.row.querySelector(".layer-more");
      entry.box.addEventListener("change", () => {
        this.#apply(entry);
        announce(text(entry.box.checked ? "layer_on" : "layer_off", { title: entry.layer.title }));
        this.changed();
      });
    }
  }

  /** Those that are on, and how, by id; null when it is as at first sight. */
  get shown() {
    const shown = new Map([...this.entries].filter(([, entry]) => entry.box.checked).map(([id, entry]) => [id, entry.look]));
    const same = (one, other) => one && one.opacity === other.opacity && one.outline === other.outline && String(one.sheets) === String(other.sheets);
    return shown.size === this.first.size && [...shown].every(([id, look]) => same(this.first.get(id), look)) ? null : shown;
  }

  /** Switch on what ``shown`` names, and nothing else; null: what is on at first sight. Ends when all have their styles. */
  set(shown) {
    return Promise.all([...this.entries].map(([id, entry]) => {
      const look = (shown ?? this.first).get(id);
      entry.box.checked = Boolean(look);
      entry.look = { ...WHOLE, ...look };
      return this.#apply(entry);
    }));
  }

  async #apply(entry) {
    const { layer, box, more } = entry;
    entry.row.classList.toggle("on", box.checked);
    more.hidden = !box.checked;
    if (box.checked && !more.firstChild) this.#fill(entry);
    for (const adjust of entry.adjust ?? []) adjust();
    if (box.checked && !entry.drawn) {
      const place = { zIndex: 100 + layer.order };
      if (!layer.raster) entry.drawn = this.tileLayers.ofCollection(layer, place);
      else entry.drawn = layer.below ? this.tileLayers.ofRelief(layer) : this.tileLayers.ofRaster(layer, place);
      this.mapView.map.addLayer(entry.drawn);
    }
    entry.drawn?.setVisible(box.checked);
    if (box.checked) await this.#style(entry);
  }

  /** Areas fade by their fills, so that outlines and words stay; all else as a whole. */
  async #style(entry) {
    const { layer, drawn, look } = entry;
    if (layer.raster) {
      drawn.setOpacity(look.opacity / 100);
      const sheets = look.sheets && JSON.stringify(look.sheets);
      if ((drawn.get("sheets") ?? null) !== sheets) this.tileLayers.showSheets(drawn, layer.raster, look.sheets);
      drawn.set("sheets", sheets);
      return;
    }
    if (layer.dimension < 2) drawn.setOpacity(look.opacity / 100);
    const styled = layer.dimension < 2 ? "whole" : JSON.stringify(look);
    if (drawn.get("styled") === styled) return;
    drawn.set("styled", styled);
    try {
      await this.tileLayers.restyle(drawn, looked(await once(layer.style), layer.dimension < 2 ? WHOLE : look), layer.id);
    } catch {
      entry.more.append(el("p", { class: "warn-note" }, text("layer_failed")));
    }
  }

  #fill(entry) {
    const { layer, more } = entry;
    const of = () => el("span", { class: "visually-hidden" }, ` – ${layer.title}`);
    const slider = el("input", { type: "range", min: 10, max: 100, step: 5, id: `opacity-${layer.id}`, onchange: () => this.changed(), oninput: () => {
      entry.look.opacity = Number(slider.value);
      this.#style(entry);
    } });
    const outline = el("input", { type: "checkbox", id: `outline-${layer.id}`, onchange: () => {
      entry.look.outline = outline.checked;
      this.#style(entry);
      this.changed();
    } });
    entry.adjust = [() => { slider.value = entry.look.opacity; }, () => { outline.checked = entry.look.outline; }];
    more.append(el("div", { class: "opacity" }, el("label", { for: slider.id }, text("opacity"), of()), slider));
    if (layer.raster) {
      if (layer.raster.legend) more.append(el("details", { class: "bare" }, el("summary", {}, text("legend"), of()), el("img", { class: "ramp", src: layer.raster.legend, alt: "", loading: "lazy" })));
      if (layer.raster.sheets) this.#sheets(entry);
      return;
    }
    const list = el("ul", { class: "legend" });
    const legend = el("details", { class: "bare" }, el("summary", {}, text("legend"), of()), list);
    legend.addEventListener("toggle", () => this.#legend(entry, list), { once: true });
    if (layer.dimension === 2) more.append(el("div", { class: "outline" }, outline, el("label", { for: outline.id }, text("outline_only"), of())));
    more.append(legend);
  }

  /** The sheets by what they belong to, each switched on and off; as many as the service tells at once. */
  async #sheets(entry) {
    const { layer, more } = entry, { sheets, title, group } = layer.raster;
    const list = el("ul", { class: "sheets", "aria-label": layer.title });
    more.append(list);
    try {
      const features = (await once(sheets)).features;
      const boxes = features.map(({ id, properties }) => {
        const box = el("input", { type: "checkbox", id: `sheet-${layer.id}-${id}`, onchange: () => {
          const on = boxes.filter((one) => one.box.checked).map((one) => one.id);
          entry.look.sheets = on.length === boxes.length ? null : on;
          this.#style(entry);
          this.changed();
        } });
        const words = [properties[title], properties[group]].filter(Boolean).join(" – ") || id;
        list.append(el("li", {}, box, el("label", { for: box.id }, words)));
        return { id, box };
      });
      const adjust = () => { for (const { id, box } of boxes) box.checked = entry.look.sheets?.includes(id) ?? true; };
      entry.adjust.push(adjust);
      adjust();
    } catch (error) {
      list.append(el("li", {}, error.message));
    }
  }

  async #legend({ layer }, list) {
    try {
      const document = await ask(layer.legend);
      list.replaceChildren(...document.layers.flatMap((part) => part.entries).map((entry) =>
        el("li", {}, el("img", { src: `data:image/svg+xml,${encodeURIComponent(entry.svg)}`, alt: "", width: 28, height: 18 }), entry.title)));
    } catch (error) {
      list.replaceChildren(el("li", {}, error.message));
    }
  }
}
