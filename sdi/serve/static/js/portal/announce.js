// What a screen reader is told, and hints that everybody sees.

const spoken = document.getElementById("announcement");
const hint = document.getElementById("hint");

/** Say something once; the same words again are said again. */
export function announce(words) {
  spoken.textContent = "";
  requestAnimationFrame(() => { spoken.textContent = words; });
}

let timer = 0;

/** A hint over the map; it goes by itself when ``seconds`` are given. */
export function showHint(words, seconds = 0) {
  clearTimeout(timer);
  hint.textContent = words;
  hint.hidden = !words;
  if (words && seconds) timer = setTimeout(() => showHint(""), seconds * 1000);
}
