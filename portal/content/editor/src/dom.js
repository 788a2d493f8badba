// Making elements without markup strings: nothing here could ever be read as HTML.

/** Element with attributes ("class", "aria-…", …) and children (elements or text). */
export function el(name, attrs = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attrs)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A 24×24 line icon from path data; decoration only, the button carries the name. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: "20", height: "20", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
  const line = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ d: path, fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round" })) line.setAttribute(key, value);
  svg.append(line);
  return svg;
}

let count = 0;
/** An id that no other element of the page has. */
export const freshId = (prefix) => `${prefix}-${(count += 1)}`;

/** A labelled button. */
export function button(label, onClick, attrs = {}) {
  return el("button", { type: "button", class: "ce-button", click: onClick, ...attrs }, label);
}
