// Pasted pages of Word, Excel, Hangul and the web turned into our blocks: levels, headers, bold and underline, boxes.
import { sanitize } from "./sanitize.js";
import { MarkReader } from "./marks.js";
import { shapeTable } from "./paste_table.js";

/** Rules for single classes, as Excel writes them: Map class -> declarations. */
function classRules(css) {
  const rules = new Map();
  for (const [, name, body] of css.matchAll(/\.([\w-]+)\s*\{([^}]*)\}/g)) rules.set(name, `${rules.get(name) || ""};${body}`);
  return rules;
}

function styleOf(element, rules) {
  const own = [...element.classList].map((name) => rules.get(name) || "");
  return [...own, element.dataset.style || ""].join(";").toLowerCase();
}

function wrapContent(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

const INLINE = "SPAN B STRONG U I EM S SUB SUP FONT A".split(" ");

/** Reads bold, underline and hidden from styles; block elements get the mark around their text. */
function readStyles(root, rules) {
  for (const element of [...root.querySelectorAll("[data-style],[class]")]) {
    const style = styleOf(element, rules);
    if (/display:\s*none|mso-hide:\s*all/.test(style)) {
      element.remove();
      continue;
    }
    const bold = /font-weight:\s*(bold|[6-9]00)/.test(style);
    const under = /text-decoration[\w-]*:[^;]*underline/.test(style) && element.nodeName !== "A";
    const targets = INLINE.includes(element.nodeName) ? [element] : textHolders(element);
    for (const target of targets) {
      if (bold) wrapContent(target, "b");
      if (under) wrapContent(target, "u");
    }
    if (/font-weight:\s*(normal|[1-4]00)/.test(style) && /^(B|STRONG)$/.test(element.nodeName)) unwrap(element);
  }
}

/** The blocks inside an element that hold text themselves (a mark element around blocks would not be read). */
function textHolders(element) {
  const blocks = [...element.querySelectorAll("p,div,li,td,th,h1,h2,h3,h4,h5,h6")].filter((block) => !block.querySelector("p,div,li,td,th,table"));
  return blocks.length ? blocks : [element];
}

/** Word: the level stands in mso-list, the printed mark in a span of its own. */
function readWordLists(root) {
  for (const element of [...root.querySelectorAll("[data-style*='mso-list']")]) {
    const style = element.dataset.style.toLowerCase();
    const level = /mso-list:[^;]*level(\d)/.exec(style);
    if (/mso-list:\s*ignore/.test(style)) element.remove();
    else if (level) element.dataset.level = level[1];
  }
}

/** Lists of web pages: each entry becomes a paragraph with its depth as the level. */
function readLists(root) {
  for (const item of [...root.querySelectorAll("li")].reverse()) {
    let depth = 0;
    for (let up = item.parentElement; up; up = up.parentElement) depth += /^(UL|OL)$/.test(up.nodeName) ? 1 : 0;
    const paragraph = root.ownerDocument.createElement("p");
    paragraph.dataset.level = String(Math.max(1, depth));
    while (item.firstChild && !(item.firstChild.nodeType === 1 && item.firstChild.matches("ul,ol,table,p[data-level]"))) paragraph.append(item.firstChild);
    item.replaceWith(paragraph, ...item.childNodes);
  }
  root.querySelectorAll("ul,ol").forEach(unwrap);
}

function readHeadings(root) {
  for (const heading of [...root.querySelectorAll("h1,h2,h3,h4,h5,h6")]) {
    const paragraph = root.ownerDocument.createElement("p");
    paragraph.append(...heading.childNodes);
    heading.replaceWith(paragraph);
    wrapContent(paragraph, "b");
  }
}

/** Takes `count` characters away from the start of an element's text. */
function cutStart(element, count) {
  const walker = element.ownerDocument.createTreeWalker(element, 4);
  for (let node = walker.nextNode(); node && count > 0; node = walker.nextNode()) {
    const part = Math.min(count, node.data.length);
    node.deleteData(0, part);
    count -= part;
  }
}

/** Levels from printed marks (Hangul and web pages print them as text). Returns how many were read. */
function readMarks(root, scheme) {
  const readers = new Map();
  let count = 0;
  for (const block of root.querySelectorAll("p,div")) {
    if (block.dataset.level || block.querySelector("p,div,table,section") || block.closest("td,th")) continue;
    const holder = block.closest("section") || root;
    if (!readers.has(holder)) readers.set(holder, new MarkReader(scheme));
    const mark = readers.get(holder).read(block.textContent);
    if (!mark || mark.length >= block.textContent.length) continue;
    cutStart(block, mark.length);
    count += 1;
    const paragraph = root.ownerDocument.createElement("p");
    if (mark.level < 0) paragraph.className = "ce-note";
    else paragraph.dataset.level = String(mark.level);
    paragraph.append(...block.childNodes);
    block.replaceWith(paragraph);
  }
  return count;
}

/** Safe markup of our own blocks from any pasted markup: {html, items: number of item marks read}. */
export function readHTML(source, scheme) {
  const { html, css } = sanitize(source);
  if (/data-pm-slice=/.test(html)) return { html, items: 0 };
  const root = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html").body;
  root.querySelectorAll("[data-id]").forEach((element) => element.removeAttribute("data-id"));
  readWordLists(root);
  readStyles(root, classRules(css));
  readLists(root);
  readHeadings(root);
  [...root.querySelectorAll("table")].reverse().forEach(shapeTable);
  const items = readMarks(root, scheme);
  root.querySelectorAll("[data-style]").forEach((element) => element.removeAttribute("data-style"));
  return { html: root.innerHTML, items };
}
