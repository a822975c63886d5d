// One box for everything that can be found: a combobox with suggestions (ARIA APG), and all results as a list.

import { announce } from "./announce.js";
import { latest, withdrawn } from "./ask.js";
import { el, icon } from "./dom.js";
import { language, page, text } from "./text.js";

const PAUSE_MS = 120;
const SIGNS = { parcel: "parcel", street: "road", road: "road", project: "plan", plan: "plan", decision: "plan", coordinates: "coordinates" };

/** The sign of a kind of result. */
const signOf = (kind) => icon(SIGNS[kind] ?? "place");

/** The search box. ``choose`` is called with a result, ``list`` with words and the service's answer, or an error. */
export class Search {
  constructor(base, { choose, list }) {
    this.address = `${base}/portal/search`;
    this.choose = choose;
    this.list = list;
    this.ask = latest();
    this.form = document.getElementById("search");
    this.box = document.getElementById("q");
    this.options = document.getElementById("suggestions");
    this.results = [];
    this.active = -1;
    this.box.addEventListener("input", () => this.#soon());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("focus", () => { if (this.results.length && this.box.value.trim()) this.#open(); });
    this.box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(this.box.value);
    });
    for (const link of document.querySelectorAll("[data-example]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.submit(link.dataset.example);
      });
    }
  }

  find(words) {
    const query = new URLSearchParams({ q: words });
    if (language !== "vi") query.set("lang", language);
    return this.ask(`${this.address}?${query}`);
  }

  /** Look for words; the only result is shown at once. */
  async submit(words, options = {}) {
    const wanted = words.trim();
    clearTimeout(this.timer);
    this.box.value = wanted;
    this.close();
    if (!wanted) return;
    try {
      this.list(wanted, await this.find(wanted), options);
    } catch (error) {
      if (!withdrawn(error)) this.list(wanted, error, options);
    }
  }

  close() {
    this.options.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  #soon() {
    clearTimeout(this.timer);
    const words = this.box.value.trim();
    if (words.length < 2) {
      this.results = [];
      this.close();
      return;
    }
    this.timer = setTimeout(async () => {
      try {
        this.results = (await this.find(words)).results.slice(0, 8);
      } catch {
        return; // suggestions are help only: Enter says what is wrong
      }
      if (document.activeElement === this.box) this.#open();
    }, PAUSE_MS);
  }

  #open() {
    this.active = -1;
    this.options.replaceChildren(...this.results.map((result, at) =>
      el("li", { id: `suggestion-${at}`, role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => this.#take(at) },
        signOf(result.kind), el("span", {}, el("b", {}, result.title), el("small", {}, result.subtitle)))));
    this.options.hidden = !this.results.length;
    this.box.setAttribute("aria-expanded", String(this.results.length > 0));
    announce(this.results.length ? text("suggestions", { count: this.results.length }) : text("nothing_found", { words: this.box.value }));
  }

  #take(at) {
    const result = this.results[at];
    this.box.value = result.title;
    this.close();
    this.choose(result, { focus: true });
  }

  #key(event) {
    const open = !this.options.hidden;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.results.length) {
      event.preventDefault();
      if (!open) this.#open();
      const step = event.key === "ArrowDown" ? 1 : -1, all = this.results.length;
      this.#mark(this.active < 0 && step < 0 ? all - 1 : (this.active + step + all) % all);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.#take(this.active);
    }
  }

  #mark(at) {
    this.active = at;
    [...this.options.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    this.options.children[at].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", `suggestion-${at}`);
  }
}

/** All results as links that work without scripts, too. */
export const resultList = (results, choose) =>
  el("ul", { class: "results" }, results.map((result) =>
    el("li", {}, el("a", { href: result.slip || result.href ? page(result.slip ?? result.href) : `#at=${result.storage}`, onclick: (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(result, { focus: true });
    } }, signOf(result.kind), el("span", {}, el("b", {}, result.title), el("small", {}, result.subtitle))))));
