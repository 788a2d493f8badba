// Commands over blocks: levels, Enter, Backspace, moving. Each is one step of undo.
import { Selection, TextSelection } from "prosemirror-state";
import { closeHistory } from "prosemirror-history";
import { chainCommands, createParagraphNear, deleteSelection, joinBackward, selectNodeBackward, splitBlockAs } from "prosemirror-commands";
import { newId } from "./ids.js";

export const MAX_LEVEL = 8;
const CONTAINERS = ["doc", "box", "column"];
const isContainer = (node) => CONTAINERS.includes(node.type.name);

/** Makes a command its own step of undo, and refuses it while a syllable is composed (it would redraw the block). */
export const stepwise = (command) => (state, dispatch, view) => {
  if (view?.composing) return false;
  return command(state, dispatch && ((tr) => dispatch(closeHistory(tr))), view);
};

function selectedParagraphs(state) {
  const found = [];
  for (const { $from, $to } of state.selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (node.type.name === "paragraph") found.push([pos, node]);
      return !node.isTextblock;
    });
  }
  return found;
}

function changeLevels(next) {
  return (state, dispatch) => {
    const changes = selectedParagraphs(state).filter(([, node]) => next(node.attrs.level) !== node.attrs.level);
    if (!changes.length) return false;
    if (dispatch) {
      const tr = state.tr;
      for (const [pos, node] of changes) tr.setNodeAttribute(pos, "level", next(node.attrs.level));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

export const indent = changeLevels((level) => Math.min(MAX_LEVEL, level + 1));
export const outdent = changeLevels((level) => Math.max(0, level - 1));
export const plain = changeLevels(() => 0);

/** Position, node and depth of the block that stands directly in the document, a box or a column. */
export function outerBlock($pos) {
  for (let depth = $pos.depth; depth > 0; depth--) {
    if (isContainer($pos.node(depth - 1))) return { pos: $pos.before(depth), node: $pos.node(depth), depth };
  }
  return null;
}

function replaceOuter(state, dispatch, outer, node) {
  if (dispatch) {
    const tr = state.tr.replaceWith(outer.pos, outer.pos + outer.node.nodeSize, node);
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(outer.pos + 1))).scrollIntoView());
  }
  return true;
}

/** Enter on an empty item steps out one level; on an empty note it becomes plain text; at a box's end it leaves the box. */
function leaveEmpty(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.content.size) return false;
  const { paragraph } = state.schema.nodes;
  const before = $from.before();
  if ($from.parent.type.name === "note") {
    if (dispatch) dispatch(state.tr.setNodeMarkup(before, paragraph, { id: $from.parent.attrs.id, level: 0 }));
    return true;
  }
  if ($from.parent.type !== paragraph) return false;
  if ($from.parent.attrs.level) return outdent(state, dispatch);
  const holder = $from.node(-1);
  if (!["box", "column"].includes(holder.type.name) || holder.childCount < 2 || $from.index(-1) !== holder.childCount - 1) return false;
  if (dispatch) {
    const after = $from.after(holder.type.name === "column" ? -2 : -1);
    const tr = state.tr.insert(after, paragraph.create({ id: newId() }));
    tr.setSelection(TextSelection.create(tr.doc, after + 1)).delete(before, before + $from.parent.nodeSize);
    dispatch(tr.scrollIntoView());
  }
  return true;
}

/** Enter in a question goes to the answer; at the answer's end it goes on with a paragraph below. */
function enterInQa(state, dispatch) {
  const { $from, $to } = state.selection;
  const kind = $from.parent.type.name;
  if (kind !== "question" && kind !== "answer") return false;
  if ($to.pos !== $to.end()) return hardBreak(state, dispatch);
  const qaEnd = $from.after(-1);
  if (!dispatch) return true;
  if (kind === "question") {
    dispatch(state.tr.setSelection(TextSelection.create(state.doc, qaEnd - 2)).scrollIntoView());
  } else {
    const tr = state.tr.insert(qaEnd, state.schema.nodes.paragraph.create({ id: newId() }));
    dispatch(tr.setSelection(TextSelection.create(tr.doc, qaEnd + 1)).scrollIntoView());
  }
  return true;
}

// Stock splitBlock gives a block of default attributes at the end of a block: the level would be lost.
const splitKeepingLevel = splitBlockAs((node) => ({ type: node.type, attrs: { ...node.attrs, id: newId() } }));

export const enter = chainCommands(leaveEmpty, enterInQa, createParagraphNear, splitKeepingLevel);

export function hardBreak(state, dispatch) {
  if (!state.selection.$from.parent.inlineContent) return false;
  if (dispatch) dispatch(state.tr.replaceSelectionWith(state.schema.nodes.hard_break.create()).scrollIntoView());
  return true;
}

/** Backspace at the start of an item lowers it by one level, of a note makes it plain, of an empty qa removes it. */
function outdentAtStart(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset) return false;
  const { paragraph } = state.schema.nodes;
  const node = $from.parent;
  if (node.type === paragraph && node.attrs.level) return outdent(state, dispatch);
  if (node.type.name === "note") {
    if (dispatch) dispatch(state.tr.setNodeMarkup($from.before(), paragraph, { id: node.attrs.id, level: 0 }));
    return true;
  }
  const outer = outerBlock($from);
  if (node.type.name === "question" && !outer.node.textContent) {
    return replaceOuter(state, dispatch, outer, paragraph.create({ id: outer.node.attrs.id }));
  }
  return false;
}

export const backspace = chainCommands(deleteSelection, outdentAtStart, joinBackward, selectNodeBackward);

/** Moves the chosen blocks over their neighbour; the neighbour is what changes place, so the caret stays where it is. */
export function move(direction) {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const range = $from.blockRange($to, isContainer);
    if (!range) return false;
    const beside = direction < 0 ? range.startIndex - 1 : range.endIndex;
    if (beside < 0 || beside >= range.parent.childCount) return false;
    if (!dispatch) return true;
    const node = range.parent.child(beside);
    const tr = state.tr;
    if (direction < 0) {
      tr.insert(range.end, node).delete(range.start - node.nodeSize, range.start);
    } else {
      tr.delete(range.end, range.end + node.nodeSize).insert(range.start, node);
    }
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** The caret goes to the start ("atStart") or the end ("atEnd") of the text. */
export const toEdge = (edge) => (state, dispatch) => {
  dispatch?.(state.tr.setSelection(Selection[edge](state.doc)).scrollIntoView());
  return true;
};
