// Elements and words. Text only ever becomes text: nothing of a run is read as HTML.

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "css") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const path = (...names) => names.map(encodeURIComponent).join("/");

// "networks/a.safetensors" as a path: its slash stays one.
const placed = (place, run, name) => `/${place}/${encodeURIComponent(run)}/${name.split("/").map(encodeURIComponent).join("/")}`;
export const filePath = (run, name) => placed("files", run, name);
export const explorerPath = (run, name) => placed("explore", run, name);

export function time(seconds) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${seconds.toFixed(0)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

export function number(value) {
  if (typeof value !== "number") return String(value ?? "");
  if (Number.isInteger(value)) return value.toLocaleString("en");
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(4))) : value.toExponential(2).replace("e", " e");
}

export function bytes(count) {
  return count < 1024 ? `${count} B` : count < 1048576 ? `${(count / 1024).toFixed(0)} kB` : `${(count / 1048576).toFixed(1)} MB`;
}

export const count = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;

export const pill = (state, words) => h("span", { class: `pill ${state}` }, words ?? state);

export function bar(share, label) {
  return h("div", { class: "bar", role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.floor(100 * share) },
    h("div", { css: { width: `${100 * share}%` } }));
}

export async function get(url) {
  const response = await fetch(url);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

// Replaces what a section shows only where it is different, so that focus, selection and scrolling stay.
export class Slot {
  constructor(element) {
    this.element = element;
    this.shown = undefined;
  }

  show(key, make) {
    const text = JSON.stringify(key);
    if (text === this.shown) return;
    this.shown = text;
    this.element.replaceChildren(...[make()].flat(Infinity).filter(Boolean));
  }
}
