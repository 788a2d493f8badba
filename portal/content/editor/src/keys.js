// The keyboard: keys to commands, marks typed at the start of a line, and the way out of the editor by Esc then Tab.
import { Plugin } from "prosemirror-state";
import { keymap } from "prosemirror-keymap";
import { closeHistory, redo, undo } from "prosemirror-history";
import { InputRule, inputRules, undoInputRule } from "prosemirror-inputrules";
import { baseKeymap, chainCommands, toggleMark } from "prosemirror-commands";
import * as blocks from "./commands.js";
import * as inserting from "./inserting.js";
import * as tables from "./tables.js";
import { readMark } from "./marks.js";

const { stepwise } = blocks;

/** Commands by name, as keys and toolbar buttons use them. */
export function commandsFor(schema) {
  const all = {
    bold: toggleMark(schema.marks.bold), underline: toggleMark(schema.marks.underline),
    indent: blocks.indent, outdent: blocks.outdent, plain: blocks.plain,
    moveUp: blocks.move(-1), moveDown: blocks.move(1),
    insertTable: tables.insertTable, insertQa: inserting.insertQa, insertNote: inserting.insertNote, insertBox: inserting.insertBox,
    rowBefore: tables.addRowBefore, rowAfter: tables.addRowAfter, columnBefore: tables.addColumnBefore, columnAfter: tables.addColumnAfter,
    rowDelete: tables.deleteRow, columnDelete: tables.deleteColumn, tableDelete: tables.deleteTable,
    mergeCells: tables.mergeChosen, splitCell: tables.splitCell, headerRow: tables.toggleHeaderRow,
  };
  const out = Object.fromEntries(Object.entries(all).map(([name, command]) => [name, stepwise(command)]));
  return Object.assign(out, { undo, redo });
}

/** True, so that Tab never leaves by accident; Esc comes first. */
const swallow = () => true;

export function keysPlugin(commands, hooks) {
  const tab = (direction, level) => chainCommands(stepwise(tables.toCell(direction)), level, swallow);
  return keymap({
    "Mod-b": commands.bold, "Mod-u": commands.underline,
    "Mod-z": commands.undo, "Mod-y": commands.redo, "Shift-Mod-z": commands.redo,
    "Tab": tab(1, commands.indent), "Shift-Tab": tab(-1, commands.outdent),
    "Enter": stepwise(blocks.enter), "Shift-Enter": stepwise(blocks.hardBreak), "Mod-Enter": stepwise(inserting.goOn),
    "Backspace": chainCommands(undoInputRule, blocks.backspace),
    // the browser's own does not leave an empty table cell each time
    "Ctrl-Home": blocks.toEdge("atStart"), "Ctrl-End": blocks.toEdge("atEnd"),
    "Alt-ArrowUp": commands.moveUp, "Alt-ArrowDown": commands.moveDown,
    "Ctrl-Alt-t": commands.insertTable, "Ctrl-Alt-q": commands.insertQa, "Ctrl-Alt-n": commands.insertNote, "Ctrl-Alt-b": commands.insertBox,
    "Ctrl-Alt-g": () => hooks.chooseImage(), "Ctrl-Alt-p": () => hooks.openPanel(), "Ctrl-Alt-f": () => hooks.openMenu(), "Ctrl-Alt-o": () => hooks.openCopying(), "Alt-F10": () => hooks.focusToolbar(),
    "Mod-s": () => hooks.save(), "Mod-/": () => hooks.showKeys(),
    "Alt-PageDown": () => hooks.toText(1), "Alt-PageUp": () => hooks.toText(-1),
  });
}

export const basePlugin = () => keymap(baseKeymap);

/**
 * Esc, then Tab or Shift+Tab, leaves the editor. Must be a DOM handler: handleKeyDown can only pass the key to the next
 * keymap or stop the browser's own move of focus; returning true here does neither.
 */
export function escapePlugin(announce) {
  let armed = false;
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view, event) {
          if (event.isComposing || event.keyCode === 229) return false;
          if (event.key === "Escape") {
            armed = true;
            announce();
            return false;
          }
          const leaves = armed && event.key === "Tab";
          if (event.key !== "Shift") armed = false;
          return leaves;
        },
      },
    },
  });
}

function previousCount($from, level) {
  const holder = $from.node(-1);
  let count = 0;
  for (let index = 0; index < $from.index(-1); index++) {
    const node = holder.child(index);
    const other = node.type.name === "paragraph" ? node.attrs.level : 0;
    if (other && other < level) count = 0;
    if (other === level) count += 1;
  }
  return count;
}

/** `가. `, `1. `, `- `, `○ `, `※ ` at the start of a plain paragraph make it an item or a note. */
export function marksPlugin(scheme) {
  const rule = new InputRule(/^(\S{1,5}) $/, (state, match, start, end) => {
    const $from = state.doc.resolve(start);
    const mark = readMark(match[0], scheme);
    if (!mark || $from.parent.type.name !== "paragraph" || $from.parent.attrs.level) return null;
    if (mark.length !== match[0].length) return null;
    if (!mark.symbol && mark.count !== 1 && mark.count !== previousCount($from, mark.level) + 1) return null;
    const tr = closeHistory(state.tr.delete(start, end));
    const { id } = $from.parent.attrs;
    if (mark.level < 0) return tr.setNodeMarkup($from.before(), state.schema.nodes.note, { id });
    return tr.setNodeAttribute($from.before(), "level", mark.level);
  });
  return inputRules({ rules: [rule] });
}
