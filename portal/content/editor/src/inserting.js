// Commands that put blocks in, and the way on from them. Each is one step of undo.
import { NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { outerBlock } from "./commands.js";
import { newId } from "./ids.js";

const block = (name, content) => (schema) => schema.nodes[name].create({ id: newId() }, content?.(schema));
const emptyParagraph = (schema) => schema.nodes.paragraph.create({ id: newId() });

/** Where one begins to write in a new block: the first cell below headings that say something already, else its start. */
function beginning(node) {
  let at = 0;
  if (node.type.name !== "table" || !node.textContent) return at;
  node.descendants((one, pos) => {
    if (!at && one.type.name === "table_cell") at = pos + 2;
    return !at;
  });
  return at;
}

/** Puts blocks below the current one (or in place of an empty paragraph), with the caret in the first of them. */
export function insertBlocks(make) {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const outer = state.selection instanceof NodeSelection ? null : outerBlock($to);
    const nodes = make(state.schema);
    let holder = outer ? $to.node(outer.depth - 1) : $from.parent;
    let index = outer ? $to.index(outer.depth - 1) + 1 : $to.index();
    let from = outer ? outer.pos + outer.node.nodeSize : $to.pos;
    let to = from;
    if (outer?.node.type.name === "paragraph" && !outer.node.content.size) {
      from = outer.pos;
      index -= 1;
    }
    // A box takes no box: the new blocks go below the whole outer one.
    if (!nodes.every((node) => holder.canReplaceWith(index, index, node.type))) {
      from = to = $to.after(1);
      holder = state.doc;
    }
    if (dispatch) {
      const tr = state.tr.replaceWith(from, to, nodes);
      const $start = tr.doc.resolve(from + beginning(nodes[0]));
      tr.setSelection(nodes[0].isAtom ? NodeSelection.create(tr.doc, from) : Selection.near($start, 1));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

export const insertBlock = (make) => insertBlocks((schema) => [make(schema)]);
export const insertNote = insertBlock(block("note"));
export const insertBox = insertBlock(block("box", emptyParagraph));
export const insertQa = insertBlock(block("qa", (schema) => [schema.nodes.question.create(), schema.nodes.answer.create()]));
export const insertImage = (attachment) => insertBlock((schema) => schema.nodes.image.create({ id: newId(), attachment }));

const isFree = (node) => node?.type.name === "paragraph" && !node.content.size && !node.attrs.level;

/** On to the next column; from the last one, and from a table or a box, to a plain line below the whole block. */
export function goOn(state, dispatch) {
  const { $from } = state.selection;
  const holder = $from.depth > 1 ? $from.node(1) : null;
  if (holder?.type.name === "columns" && $from.index(1) < holder.childCount - 1) {
    const next = $from.after(2);
    dispatch?.(state.tr.setSelection(Selection.near(state.doc.resolve(next + 1), 1)).scrollIntoView());
    return true;
  }
  if (!$from.depth) return false;
  if (!dispatch || isFree($from.node(1))) return true;
  const after = $from.after(1);
  const tr = isFree(state.doc.nodeAt(after)) ? state.tr : state.tr.insert(after, emptyParagraph(state.schema));
  dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  return true;
}
