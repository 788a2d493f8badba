// What is computed and only shown: item marks on paragraphs, alignment and warnings in typed table columns.
// Decorations change attributes only, which is safe while a syllable is composed.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { TableMap } from "prosemirror-tables";
import { itemMarks } from "./marks.js";
import { fitsKind } from "./values.js";

const key = new PluginKey("numbering");

function markContainer(container, start, scheme, out) {
  const levels = [];
  container.forEach((child) => levels.push(child.type.name === "paragraph" ? child.attrs.level : 0));
  if (!levels.some(Boolean)) return;
  const marks = itemMarks(levels, scheme);
  container.forEach((child, offset, index) => {
    if (!levels[index]) return;
    const from = start + offset;
    out.decorations.push(Decoration.node(from, from + child.nodeSize, { "data-mark": marks[index] }));
    if (marks[index]) out.marks.set(child.attrs.id, marks[index]);
  });
}

/** The kind of each column: that of the first typed header cell above it. */
export function columnKinds(table) {
  const map = TableMap.get(table);
  const kinds = Array(map.width).fill("text");
  for (let row = 0; row < map.height; row++) {
    for (let column = 0; column < map.width; column++) {
      const cell = table.nodeAt(map.map[row * map.width + column]);
      if (kinds[column] === "text" && cell?.type.name === "table_header") kinds[column] = cell.attrs.kind;
    }
  }
  return { map, kinds };
}

function markTable(table, pos, t, out) {
  const { map, kinds } = columnKinds(table);
  if (kinds.every((kind) => kind === "text")) return;
  new Set(map.map).forEach((cellPos) => {
    const cell = table.nodeAt(cellPos);
    const kind = kinds[map.findCell(cellPos).left];
    if (!cell || cell.type.name !== "table_cell" || kind === "text") return;
    const attrs = { class: `ce-kind-${kind}` };
    if (!fitsKind(cell.textContent, kind)) Object.assign(attrs, { "aria-invalid": "true", title: t("badCell") });
    const from = pos + 1 + cellPos;
    out.decorations.push(Decoration.node(from, from + cell.nodeSize, attrs));
  });
}

function compute(doc, scheme, t) {
  const out = { decorations: [], marks: new Map() };
  markContainer(doc, 0, scheme, out);
  doc.descendants((node, pos) => {
    if (node.isTextblock) return false;
    if (node.type.name === "table") markTable(node, pos, t, out);
    if (node.type.name !== "table" && node.type.name !== "table_row") markContainer(node, pos + 1, scheme, out);
    return true;
  });
  return { set: DecorationSet.create(doc, out.decorations), marks: out.marks };
}

/** Map from paragraph id to its mark, for copying as text. */
export const marksOf = (state) => key.getState(state)?.marks || new Map();

export function numberingPlugin(scheme, t) {
  return new Plugin({
    key,
    state: {
      init: (_, state) => compute(state.doc, scheme, t),
      apply: (tr, value, before, state) => (tr.docChanged ? compute(state.doc, scheme, t) : value),
    },
    props: { decorations: (state) => key.getState(state).set },
  });
}
