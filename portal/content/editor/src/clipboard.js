// The clipboard: markup and plain text in, plain text with marks and tabs out.
import { Plugin } from "prosemirror-state";
import { Fragment, Slice } from "prosemirror-model";
import { findTable, isInTable } from "prosemirror-tables";
import shared from "../../schema.json";
import { MarkReader } from "./marks.js";
import { marksOf } from "./numbering.js";
import { readHTML } from "./paste_html.js";
import { kindOf } from "./values.js";

// What the server refuses in text: control and direction characters, line separators (portal/content/characters.py).
const FORBIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]/gu;

/** Text as it may be stored: NFC, without forbidden characters; line ends and tabs stay. */
export const cleanText = (text) => text.replace(/\r\n?/g, "\n").replace(FORBIDDEN, "").normalize("NFC");

function tableFromRows(rows, schema) {
  const { table, table_row: row, table_cell: cell, table_header: header, paragraph } = schema.nodes;
  const width = Math.max(...rows.map((line) => line.length));
  const make = (type, text, attrs) => type.create(attrs, paragraph.create(null, text ? schema.text(text) : null));
  const cells = rows.map((line) => Array.from({ length: width }, (_, x) => (line[x] || "").trim()));
  const headed = cells.length > 1 && cells[0].every(Boolean);
  return table.create(null, cells.map((line, y) => row.create(null, line.map((text, x) => {
    if (!headed || y) return make(cell, text);
    return make(header, text, { kind: kindOf(cells.slice(1).map((other) => other[x])) });
  }))));
}

/** Blocks from plain text: levels from printed marks, lines with tabs as tables. `literal`: every line as it is. */
export function readText(text, schema, scheme, literal) {
  const lines = cleanText(text).split("\n");
  if (lines.length > 1 && !lines.at(-1)) lines.pop();
  const marks = new MarkReader(scheme);
  const blocks = [];
  let items = 0;
  for (let i = 0; i < lines.length; i++) {
    let end = i;
    while (!literal && end < lines.length && lines[end].includes("\t") && lines[end].trim()) end++;
    if (end > i + 1 || (end === i + 1 && lines.length === 1)) {
      blocks.push(tableFromRows(lines.slice(i, end).map((line) => line.split("\t")), schema));
      i = end - 1;
      continue;
    }
    const mark = literal ? null : marks.read(lines[i]);
    const rest = mark ? lines[i].slice(mark.length) : lines[i];
    if (mark && rest) items += 1;
    const content = (mark && rest ? rest : lines[i]) ? schema.text(mark && rest ? rest : lines[i]) : null;
    if (mark && rest && mark.level < 0) blocks.push(schema.nodes.note.create(null, content));
    else blocks.push(schema.nodes.paragraph.create({ level: mark && rest ? mark.level : 0 }, content));
  }
  return { blocks, items };
}

function cleanFragment(fragment, schema) {
  const out = [];
  fragment.forEach((node) => {
    node.type.checkAttrs(node.attrs);
    if (!node.isText) out.push(node.copy(cleanFragment(node.content, schema)));
    else {
      const text = cleanText(node.text).replace(/\n/g, " ");
      if (text) out.push(schema.text(text, node.marks));
    }
  });
  return Fragment.from(out);
}

function dropTables(fragment, schema) {
  const out = [];
  fragment.forEach((node) => {
    if (node.isTextblock) out.push(node);
    else if (node.type.name === "table_row") {
      const text = [];
      node.forEach((cell) => text.push(cell.textBetween(0, cell.content.size, " ").trim()));
      out.push(schema.nodes.paragraph.create(null, text.join("").length ? schema.text(text.join("\t")) : null));
    } else node.content.size && dropTables(node.content, schema).forEach((child) => out.push(child));
  });
  return Fragment.from(out);
}

/** Only our own copied cells are laid into a grid; a table from outside would overwrite header cells, so it goes in as lines. */
function forTable(slice, schema) {
  let foreign = false;
  slice.content.forEach((node) => { foreign ||= !["paragraph", "note", "table_row", "table_cell", "table_header"].includes(node.type.name) && !node.isInline; });
  return foreign ? new Slice(dropTables(slice.content, schema), 0, 0) : slice;
}

const words = (row) => {
  const texts = [];
  row.forEach((cell) => texts.push(cell.textContent.trim()));
  return texts.join("\t");
};

/**
 * A table from outside laid into a form's cells from the caret on: its rows as plain cells, without a heading row that
 * says what the form's own says. Null where the caret is in no cell of a form.
 */
function rowsFor(slice, state) {
  const { $from } = state.selection;
  const form = findTable($from)?.node;
  const table = slice.content.childCount === 1 ? slice.content.firstChild : null;
  let heading = false;
  for (let depth = $from.depth; depth > 0; depth--) heading ||= $from.node(depth).type.name === "table_header";
  if (!form?.attrs.form || heading || table?.type.name !== "table") return null;
  const { table_row: rowType, table_cell: cellType } = state.schema.nodes;
  const rows = [];
  table.forEach((row, _, index) => {
    if (!index && words(row) === words(form.firstChild)) return;
    const cells = [];
    row.forEach(({ attrs, content }) => cells.push(cellType.create({ colspan: attrs.colspan, rowspan: attrs.rowspan }, content)));
    rows.push(rowType.create(null, cells));
  });
  return rows.length ? new Slice(Fragment.from(rows), 0, 0) : null;
}

function nodeCount(fragment) {
  let count = 0;
  fragment.descendants(() => { count += 1; });
  return count;
}

/** A first block with a level must not melt into the paragraph at the caret: its mark is cut off, its level would be lost. */
function keepLevel(slice) {
  const first = slice.content.firstChild;
  const special = first && (first.attrs.level > 0 || first.type.name === "note");
  return special && slice.openStart ? new Slice(slice.content, 0, 0) : slice;
}

function lineOf(node, marks, whole) {
  const text = node.textBetween(0, node.content.size, "\n", "\n");
  if (node.type.name === "note") return whole ? `※ ${text}` : text;
  if (node.type.name === "question" || node.type.name === "answer") return node.attrs.who ? `${node.attrs.who}: ${text}` : text;
  const mark = whole && marks.get(node.attrs.id);
  return mark ? `${"  ".repeat(Math.max(0, node.attrs.level - 1))}${mark} ${text}` : text;
}

/** Plain text of a slice: marks as they are shown, a table row a line with tabs. */
export function writeText(slice, state) {
  const marks = marksOf(state);
  const lines = [];
  let first = slice.openStart > 0 && state.selection.$from.parentOffset > 0;
  const walk = (node) => {
    if (node.isTextblock) lines.push(lineOf(node, marks, !first));
    else if (node.type.name === "table_row") {
      const cells = [];
      node.forEach((cell) => cells.push(cell.textBetween(0, cell.content.size, " ", " ")));
      lines.push(cells.join("\t"));
    } else {
      const title = node.attrs?.title || node.attrs?.caption;
      if (title && !first) lines.push(title);
      node.forEach(walk);
    }
    first = false;
  };
  if (slice.content.firstChild?.isInline) return slice.content.textBetween(0, slice.content.size, "\n", "\n");
  slice.content.forEach(walk);
  return lines.join("\n");
}

/** `announce(key, values)` tells the writer what pasting did. */
export function clipboardPlugin(scheme, announce) {
  return new Plugin({
    props: {
      transformPastedHTML(source) {
        const { html, items } = readHTML(source, scheme);
        if (items) announce("pastedItems", { count: items });
        return html;
      },
      clipboardTextParser(text, $context, plain, view) {
        const { blocks, items } = readText(text, view.state.schema, scheme, plain);
        if (items) announce("pastedItems", { count: items });
        const simple = blocks.every((block) => block.type.name === "paragraph" && !block.attrs.level);
        return new Slice(Fragment.from(blocks), simple ? 1 : 0, simple ? 1 : 0);
      },
      transformPasted(slice, view) {
        const { schema } = view.state;
        let out;
        try {
          out = new Slice(cleanFragment(slice.content, schema), slice.openStart, slice.openEnd);
        } catch {
          return Slice.empty;
        }
        if (nodeCount(out.content) + nodeCount(view.state.doc.content) > shared.limits.nodes) {
          announce("pastedTooMuch");
          return Slice.empty;
        }
        const rows = isInTable(view.state) && rowsFor(out, view.state);
        if (rows) {
          // said after the cells are laid in, which is a change like any other to the status line
          setTimeout(() => announce("pastedRows", { count: rows.content.childCount }));
          return rows;
        }
        if (isInTable(view.state)) {
          const lines = forTable(out, schema);
          if (lines !== out) announce("pastedTable");
          out = lines;
        }
        return keepLevel(out);
      },
      clipboardTextSerializer: (slice, view) => writeText(slice, view.state),
    },
  });
}
