// The ProseMirror schema: content rules and attributes from the shared schema.json, the look of each node from here.
import { Schema } from "prosemirror-model";
import shared from "../../schema.json";

const ID = /^[A-Za-z0-9_-]{1,40}$/;
const UID = /^[0-9a-fA-F-]{1,40}$/;
const isText = (value, rule) => typeof value === "string" && value.length <= rule.max;

const CHECKS = {
  // null: not given yet (ids.js fills it before the document is sent)
  id: (value) => value === null || (typeof value === "string" && ID.test(value)),
  uid: (value) => typeof value === "string" && UID.test(value),
  int: (value, rule) => Number.isInteger(value) && value >= rule.min && value <= rule.max,
  text: isText,
  form: (value, rule) => typeof value === "string" && /^(?:[a-z][a-z0-9_]*)?$/.test(value) && value.length <= rule.max,
  enum: (value, rule) => rule.values.includes(value),
};

function attribute(name, rule) {
  const spec = {
    validate(value) {
      if (!CHECKS[rule.type](value, rule)) throw new RangeError(`attribute ${name}: ${JSON.stringify(value)}`);
    },
  };
  if (rule.type === "id") spec.default = null;
  else if ("default" in rule) spec.default = rule.default;
  return spec;
}

/** Reads one attribute of pasted markup; anything the rule refuses becomes the default. */
function readAttribute(element, name, rule) {
  const raw = element.getAttribute(name === "colspan" || name === "rowspan" ? name : `data-${name}`);
  if (raw === null) return undefined;
  if (rule.type === "int") {
    const value = Number.parseInt(raw, 10);
    return Number.isNaN(value) ? undefined : Math.min(rule.max, Math.max(rule.min, value));
  }
  const value = rule.type === "text" ? raw.slice(0, rule.max) : raw;
  return CHECKS[rule.type](value, rule) ? value : undefined;
}

const reader = (rules) => (element) => {
  const attrs = {};
  for (const [name, rule] of Object.entries(rules || {})) {
    const value = readAttribute(element, name, rule);
    if (value !== undefined) attrs[name] = value;
  }
  if (rules?.attachment && !attrs.attachment) return false;
  return attrs;
};

const ROLES = { table: "table", table_row: "row", table_cell: "cell", table_header: "header_cell" };
const PARSE = {
  paragraph: { tag: "p" },
  note: { tag: "p.ce-note", priority: 60 },
  qa: { tag: "div.ce-qa" },
  question: { tag: "p.ce-question", priority: 60 },
  answer: { tag: "p.ce-answer", priority: 60 },
  table: { tag: "table" },
  table_row: { tag: "tr" },
  table_cell: { tag: "td" },
  table_header: { tag: "th" },
  image: { tag: "figure.ce-image" },
  box: { tag: "section.ce-box", contentElement: ".ce-box-body" },
  columns: { tag: "div.ce-columns" },
  column: { tag: "div.ce-column" },
  hard_break: { tag: "br" },
};

/** data-* attributes that carry a node's values through the page and the clipboard; defaults are left out. */
function data(node, more = {}) {
  const out = { ...more };
  for (const [name, rule] of Object.entries(shared.nodes[node.type.name].attrs || {})) {
    const value = node.attrs[name];
    if (value === null || value === rule.default) continue;
    out[name === "colspan" || name === "rowspan" ? name : `data-${name}`] = String(value);
  }
  return out;
}

const quiet = { contenteditable: "false" };

function looks(t, fileUrl) {
  const speaker = (kind) => (node) => {
    const label = node.attrs.who ? `${t(kind)} (${node.attrs.who})` : t(kind);
    return ["p", data(node, { class: `ce-${kind}`, "data-label": label }), 0];
  };
  return {
    paragraph: (node) => ["p", data(node), 0],
    note: (node) => ["p", data(node, { class: "ce-note" }), 0],
    qa: (node) => ["div", data(node, { class: "ce-qa", role: "group", "aria-label": t("qa") }), 0],
    question: speaker("question"),
    answer: speaker("answer"),
    table: (node) => ["div", { class: "ce-table" }, ["table", data(node, node.attrs.caption ? {} : { "aria-label": t("table") }),
      ["caption", quiet, ["span", { class: "ce-caption" }, node.attrs.caption],
        ["span", { class: "ce-unit" }, node.attrs.unit ? t("unitShown", { unit: node.attrs.unit }) : ""]],
      ["tbody", 0]]],
    table_row: () => ["tr", 0],
    table_cell: (node) => ["td", data(node), 0],
    table_header: (node) => ["th", data(node), 0],
    image: (node) => ["figure", data(node, { class: "ce-image" }),
      ["img", { src: fileUrl(node.attrs.attachment), alt: node.attrs.alt, draggable: "false" }],
      ["figcaption", ["span", { class: "ce-caption" }, node.attrs.caption],
        ["span", { class: "ce-missing" }, node.attrs.alt ? "" : t("imageAltMissing")]]],
    box: (node) => ["section", data(node, { class: "ce-box", role: "group", "aria-label": node.attrs.title || t("box") }),
      ["p", { class: "ce-box-title", ...quiet }, node.attrs.title], ["div", { class: "ce-box-body" }, 0]],
    columns: (node) => ["div", data(node, { class: "ce-columns" }), 0],
    column: () => ["div", { class: "ce-column" }, 0],
    hard_break: () => ["br"],
  };
}

function nodeSpec(name, rule, look) {
  const spec = { content: rule.content || "", group: rule.group || "", attrs: {} };
  for (const [attr, attrRule] of Object.entries(rule.attrs || {})) spec.attrs[attr] = attribute(attr, attrRule);
  if (look) spec.toDOM = look;
  if (PARSE[name]) spec.parseDOM = [{ ...PARSE[name], getAttrs: reader(rule.attrs) }];
  if (ROLES[name]) spec.tableRole = ROLES[name];
  if (["table", "table_cell", "table_header", "box", "qa", "column"].includes(name)) spec.isolating = true;
  if (name === "image") spec.draggable = true;
  if (name === "table") spec.parseDOM.push({ tag: "caption", ignore: true });
  if (name === "box") spec.parseDOM.push({ tag: "p.ce-box-title", ignore: true, priority: 70 });
  if (name === "hard_break") Object.assign(spec, { inline: true, selectable: false, leafText: () => "\n" });
  if (name === "text") return { group: "inline" };
  return spec;
}

const MARKS = {
  bold: { parseDOM: [{ tag: "b" }, { tag: "strong" }], toDOM: () => ["strong", 0] },
  underline: { parseDOM: [{ tag: "u" }], toDOM: () => ["u", 0] },
};

/** Builds the schema; `t` translates labels, `fileUrl` turns an attachment's uid into an address. */
export function makeSchema(t, fileUrl) {
  const look = looks(t, fileUrl);
  const nodes = {};
  for (const [name, rule] of Object.entries(shared.nodes)) nodes[name] = nodeSpec(name, rule, look[name]);
  const marks = Object.fromEntries(shared.marks.map((name) => [name, MARKS[name]]));
  return new Schema({ nodes, marks, topNode: shared.top });
}
