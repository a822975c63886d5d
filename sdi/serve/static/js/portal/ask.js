// Questions to the service.

import { language, text } from "./text.js";

/** The answer as JSON; an error is an exception with what the service says. A question that was withdrawn throws AbortError. */
export async function ask(address, options = {}) {
  let response;
  try {
    response = await fetch(address, { ...options, headers: { Accept: "application/json", "Accept-Language": language, ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(text("no_answer"));
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.detail || text("no_answer")), { status: response.status, answer });
  return answer;
}

const kept = new Map();

/** What does not change while the page is open is asked for once. */
export function once(address) {
  if (!kept.has(address)) kept.set(address, ask(address).catch((error) => { kept.delete(address); throw error; }));
  return kept.get(address);
}

/** Of questions of one kind only the last one counts: a new one withdraws the one before. */
export function latest() {
  let running = null;
  return (address, options = {}) => {
    running?.abort();
    running = new AbortController();
    return ask(address, { ...options, signal: running.signal });
  };
}

export const withdrawn = (error) => error.name === "AbortError";
