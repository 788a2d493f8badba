// Commands over tables: insert, rows and columns, header row, the kind of a column.
import { TextSelection } from "prosemirror-state";
import { TableMap, addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable,
  findTable, goToNextCell, isInTable, mergeCells, selectedRect, selectionCell, splitCell, toggleHeaderRow } from "prosemirror-tables";
import { insertBlock } from "./inserting.js";
import { newId } from "./ids.js";
import { columnKinds } from "./numbering.js";

export { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, isInTable, splitCell, toggleHeaderRow };

const cell = (schema, name) => schema.nodes[name].create(null, schema.nodes.paragraph.create({ id: newId() }));

/** A new table: a header row and empty rows below. */
export const insertTable = insertBlock((schema) => {
  const row = (name) => schema.nodes.table_row.create(null, Array.from({ length: 3 }, () => cell(schema, name)));
  return schema.nodes.table.create({ id: newId() }, [row("table_header"), row("table_cell"), row("table_cell")]);
});

/** Merges the chosen cells, unless a row would be left without any cell: Word and Hangul files need one in each. */
export function mergeChosen(state, dispatch) {
  let merged = null;
  if (!mergeCells(state, (tr) => { merged = tr; })) return false;
  const table = findTable(merged.selection.$from);
  if (table?.node.content.content.some((row) => !row.childCount)) return false;
  if (dispatch) dispatch(merged);
  return true;
}

/** Tab: the next cell with the caret at its end (selecting its content, as the stock command does, loses it to the next key). */
export function toCell(direction) {
  const stock = goToNextCell(direction);
  return (state, dispatch, view) => {
    if (!isInTable(state)) return false;
    const done = stock(state, dispatch && ((tr) => {
      const $end = tr.doc.resolve(tr.selection.to);
      dispatch(tr.setSelection(TextSelection.near($end, -1)).scrollIntoView());
    }), view);
    if (done || direction < 0) return done;
    // Tab in the last cell adds a row, as writers know it from Word and Hangul.
    if (dispatch && addRowAfter(state, dispatch)) stock(view.state, view.dispatch, view);
    return true;
  };
}

/** The table around the caret with the column the caret is in; null outside. */
export function tableAt(state) {
  const table = findTable(state.selection.$from);
  if (!table) return null;
  const rect = isInTable(state) ? selectedRect(state) : null;
  return { ...table, column: rect ? rect.left : 0 };
}

function headerOf(table, column) {
  const map = TableMap.get(table.node);
  for (let row = 0; row < map.height; row++) {
    const offset = map.map[row * map.width + column];
    const node = table.node.nodeAt(offset);
    if (node.type.name === "table_header" && map.colCount(offset) === column) return { pos: table.pos + 1 + offset, node, row };
  }
  return null;
}

/** The kind of the caret's column, and whether there is a header cell to carry it. */
export function kindAt(state) {
  const table = tableAt(state);
  if (!table) return null;
  const { kinds, choices } = columnKinds(table.node);
  return { kind: kinds[table.column], choices: choices[table.column], settable: Boolean(headerOf(table, table.column)) };
}

/** What the caret's cell says, when it is one to choose a value for; null elsewhere. */
export function choiceAt(state) {
  const column = kindAt(state);
  if (column?.kind !== "choice" || !column.choices.length || !isInTable(state)) return null;
  const cell = selectionCell(state);
  return cell.nodeAfter.type.name === "table_cell" ? { value: cell.nodeAfter.textContent.trim(), choices: column.choices } : null;
}

/** The caret's cell says this value and nothing else. */
export function choose(value) {
  return (state, dispatch) => {
    if (!choiceAt(state)) return false;
    const cell = selectionCell(state);
    const { paragraph } = state.schema.nodes;
    const said = paragraph.create({ id: newId() }, value ? state.schema.text(value) : null);
    if (dispatch) {
      const tr = state.tr.replaceWith(cell.pos + 1, cell.pos + cell.nodeAfter.nodeSize - 1, said);
      dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(cell.pos + 2 + value.length), -1)));
    }
    return true;
  };
}

export function setChoices(text) {
  return setHeader("choices", text);
}

export function setKind(kind) {
  return setHeader("kind", kind);
}

function setHeader(name, value) {
  return (state, dispatch) => {
    const table = tableAt(state);
    const header = table && headerOf(table, table.column);
    if (!header) return false;
    if (dispatch) dispatch(state.tr.setNodeAttribute(header.pos, name, value));
    return true;
  };
}
