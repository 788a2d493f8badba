// What is computed and only shown: item marks on paragraphs, alignment and warnings in typed table columns.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { TableMap } from "prosemirror-tables";
import { itemMarks } from "./marks.js";
import { choicesOf, fitsKind } from "./values.js";

const key = new PluginKey("numbering");

function markContainer(container, start, { scheme, frozen }, out) {
  const levels = [];
  container.forEach((child) => levels.push(child.type.name === "paragraph" ? child.attrs.level : 0));
  if (!levels.some(Boolean)) return;
  const marks = itemMarks(levels, scheme);
  container.forEach((child, offset, index) => {
    if (!levels[index]) return;
    const from = start + offset;
    const shown = frozen?.id === child.attrs.id ? frozen.mark : marks[index];
    out.decorations.push(Decoration.node(from, from + child.nodeSize, { "data-mark": shown }));
    if (marks[index]) out.marks.set(child.attrs.id, marks[index]);
  });
}

/** The kind of each column, and what may be chosen in it: those of the first typed header cell above it. */
export function columnKinds(table) {
  const map = TableMap.get(table);
  const kinds = Array(map.width).fill("text");
  const choices = Array(map.width).fill("");
  for (let row = 0; row < map.height; row++) {
    for (let column = 0; column < map.width; column++) {
      const cell = table.nodeAt(map.map[row * map.width + column]);
      if (kinds[column] !== "text" || cell?.type.name !== "table_header") continue;
      kinds[column] = cell.attrs.kind;
      choices[column] = cell.attrs.choices;
    }
  }
  return { map, kinds, choices: choices.map(choicesOf) };
}

function markTable(table, pos, t, out) {
  const { map, kinds, choices } = columnKinds(table);
  if (kinds.every((kind) => kind === "text")) return;
  new Set(map.map).forEach((cellPos) => {
    const cell = table.nodeAt(cellPos);
    const { left } = map.findCell(cellPos);
    const kind = kinds[left];
    if (!cell || cell.type.name !== "table_cell" || kind === "text") return;
    const attrs = { class: `ce-kind-${kind}` };
    if (!fitsKind(cell.textContent, kind, choices[left])) Object.assign(attrs, { "aria-invalid": "true", title: t("badCell") });
    const from = pos + 1 + cellPos;
    out.decorations.push(Decoration.node(from, from + cell.nodeSize, attrs));
  });
}

function compute(doc, options) {
  const out = { decorations: [], marks: new Map() };
  markContainer(doc, 0, options, out);
  doc.descendants((node, pos) => {
    if (node.isTextblock) return false;
    if (node.type.name === "table") markTable(node, pos, options.t, out);
    if (node.type.name !== "table" && node.type.name !== "table_row") markContainer(node, pos + 1, options, out);
    return true;
  });
  return { set: DecorationSet.create(doc, out.decorations), marks: out.marks, frozen: options.frozen };
}

/** Map from paragraph id to its mark, for copying as text. */
export const marksOf = (state) => key.getState(state)?.marks || new Map();

/**
 * While a syllable is composed, the mark shown on its block stays as it is: when the block above is replaced in the same
 * update, ProseMirror would take a changed decoration as a reason to redraw the text node that the input method holds.
 */
function frozenMark(view, value, before) {
  if (!view?.composing) return null;
  const { id } = before.selection.$from.parent.attrs;
  if (value.frozen?.id === id) return value.frozen;
  return { id, mark: value.marks.get(id) || "" };
}

export function numberingPlugin(scheme, t) {
  let view = null;
  const later = (editorView) => setTimeout(() => {
    if (!editorView.isDestroyed && !editorView.composing) editorView.dispatch(editorView.state.tr.setMeta(key, "again"));
  }, 60);
  return new Plugin({
    key,
    view(editorView) {
      view = editorView;
      return {};
    },
    state: {
      init: (_, state) => compute(state.doc, { scheme, t }),
      apply(tr, value, before, state) {
        if (!tr.docChanged && !tr.getMeta(key)) return value;
        return compute(state.doc, { scheme, t, frozen: frozenMark(view, value, before) });
      },
    },
    props: {
      decorations: (state) => key.getState(state).set,
      handleDOMEvents: {
        compositionend(editorView) {
          later(editorView);
          return false;
        },
      },
    },
  });
}
