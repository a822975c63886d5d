// The panel beside the map, on a phone a sheet below it: either where one begins, or an answer.

import { announce } from "./announce.js";
import { button, el } from "./dom.js";
import { text } from "./text.js";

const phone = matchMedia("(max-width: 760px)");

/** Shows one answer at a time. */
export class Panel {
  /** @param leave Called when a person closes the answer. */
  constructor(leave) {
    this.leave = leave;
    this.panel = document.getElementById("panel");
    this.body = document.getElementById("panel-body");
    this.answer = document.getElementById("answer");
    this.start = document.getElementById("start");
    this.handle = document.getElementById("handle");
    this.handle.addEventListener("click", () => this.raise(this.panel.dataset.sheet === "high" ? "low" : this.panel.dataset.sheet === "low" ? "middle" : "high"));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.answer.hidden && !event.defaultPrevented) this.leave();
    });
    this.raise("low");
  }

  /** How much of a phone the sheet covers: "low", "middle" or "high". */
  raise(height) {
    this.panel.dataset.sheet = height;
    this.handle.setAttribute("aria-expanded", String(height !== "low"));
  }

  /**
   * Show an answer under its title.
   * @param focus Whether the reader is led there: yes when asked in the panel, no when the map was clicked.
   */
  show(title, content, { focus = false, spoken = "" } = {}) {
    this.heading = el("h2", { tabindex: -1, class: "answer-title" }, title);
    this.answer.replaceChildren(
      el("div", { class: "answer-head" }, this.heading, button("close", text("close"), () => this.leave(), "icon-button")),
      ...[content].flat(Infinity),
    );
    this.answer.hidden = false;
    this.start.hidden = true;
    this.body.scrollTop = 0;
    if (this.panel.dataset.sheet === "low" || !phone.matches) this.raise("middle");
    announce(spoken || title);
    if (focus) this.heading.focus();
  }

  /** Back to where one begins. */
  clear() {
    const inside = this.answer.contains(document.activeElement);
    this.answer.replaceChildren();
    this.answer.hidden = true;
    this.start.hidden = false;
    if (phone.matches) this.raise("low");
    if (inside) document.getElementById("q").focus();
  }

  wait(title, options) { this.show(title, el("p", { class: "waiting" }, text("computing")), options); }

  fail(title, error, options) { this.show(title, el("p", { class: "card problem", role: "alert" }, error.message), options); }
}
