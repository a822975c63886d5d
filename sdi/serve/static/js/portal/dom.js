// Elements, without a framework: text is always text, never markup.

/** An element; children are nodes, texts or nothing. Attributes that are null or false are left out. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** One of the signs of the page's sprite. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  for (const [key, value] of [["class", "icon"], ["width", "20"], ["height", "20"], ["aria-hidden", "true"], ["focusable", "false"]]) made.setAttribute(key, value);
  use.setAttribute("href", `#icon-${name}`);
  made.append(use);
  return made;
}

/** A button with a sign and words. */
export const button = (name, words, onclick, style = "button") =>
  el("button", { type: "button", class: style, onclick }, icon(name), el("span", {}, words));

/** A colour as a small square; set by property, for the page's policy forbids style attributes in markup. */
export function swatch(color, shape = "area") {
  const made = el("span", { class: `swatch ${shape}`, "aria-hidden": "true" });
  made.style.setProperty("--color", color);
  return made;
}
