// The toolbar: groups of buttons in one row that scrolls sideways on narrow screens; arrow keys move inside it.
import { el, icon } from "./dom.js";
import { isInTable } from "prosemirror-tables";

const ICONS = {
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  underline: "M7 4v7a5 5 0 0 0 10 0V4M5 20h14",
  outdent: "M20 5H4M20 19H4M20 12h-8M8 9l-4 3 4 3",
  indent: "M20 5H4M20 19H4M20 12h-8M4 9l4 3-4 3",
  plain: "M4 6h16M4 12h16M4 18h9",
  moveUp: "M12 19V5M6 11l6-6 6 6",
  moveDown: "M12 5v14M6 13l6 6 6-6",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
};
export const KEYS = {
  bold: "Ctrl+B", underline: "Ctrl+U", undo: "Ctrl+Z", redo: "Ctrl+Y", outdent: "Shift+Tab", indent: "Tab", moveUp: "Alt+↑", moveDown: "Alt+↓",
  insertTable: "Ctrl+Alt+T", insertQa: "Ctrl+Alt+Q", insertNote: "Ctrl+Alt+N", insertBox: "Ctrl+Alt+B", insertImage: "Ctrl+Alt+G", insertForm: "Ctrl+Alt+F", insertCopy: "Ctrl+Alt+O", blockInfo: "Ctrl+Alt+P",
};
// What stands on a button whose whole name would take too much of the row; the name holds it.
const SHORT = {
  insertTable: "table", insertQa: "qa", insertNote: "note", insertBox: "box", insertImage: "image", insertForm: "form", insertCopy: "copy",
  rowBefore: "rowAbove", rowAfter: "rowBelow", columnBefore: "columnLeft", columnAfter: "columnRight",
};
const GROUPS = [
  ["groupHistory", ["undo", "redo"]],
  ["groupText", ["bold", "underline"]],
  ["groupLevel", ["outdent", "indent", "plain"]],
  ["groupMove", ["moveUp", "moveDown"]],
  ["groupInsert", ["insertTable", "insertQa", "insertNote", "insertBox", "insertImage", "insertForm", "insertCopy", "blockInfo"]],
  ["groupTable", ["rowBefore", "rowAfter", "columnBefore", "columnAfter", "rowDelete", "columnDelete", "mergeCells", "splitCell", "headerRow", "tableDelete"]],
];
const MARKS = ["bold", "underline"];

function markActive(state, type) {
  const { from, $from, to, empty } = state.selection;
  return Boolean(empty ? type.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, type));
}

export class Toolbar {
  /** `actions`: name -> {run(), possible(state)}; names without an action are left out. */
  constructor(actions, name, t) {
    this.actions = actions;
    this.buttons = new Map();
    this.groups = new Map();
    this.element = el("div", { class: "ce-toolbar", role: "toolbar", "aria-label": name, keydown: (event) => this.key(event) });
    for (const [group, names] of GROUPS) {
      const holder = el("div", { class: `ce-group ce-${group}`, role: "group", "aria-label": t(group) });
      for (const name of names.filter((one) => actions[one])) holder.append(this.button(name, t));
      this.groups.set(group, holder);
      this.element.append(holder);
    }
    this.rove(this.visible()[0]);
  }

  button(name, t) {
    const label = t(name);
    const shortcut = KEYS[name];
    const button = el("button", {
      type: "button", class: "ce-tool", tabindex: "-1", "data-command": name, title: shortcut ? `${label} (${shortcut})` : label,
      "aria-label": ICONS[name] || SHORT[name] ? label : null, "aria-pressed": MARKS.includes(name) ? "false" : null,
      // Keeps the selection in the text; the click comes after.
      mousedown: (event) => event.preventDefault(),
      click: () => button.getAttribute("aria-disabled") !== "true" && this.actions[name].run(),
      focus: () => this.rove(button),
    }, ICONS[name] ? icon(ICONS[name]) : t(SHORT[name] || name));
    this.buttons.set(name, button);
    return button;
  }

  visible() {
    return [...this.buttons.values()].filter((button) => !button.parentElement.hidden);
  }

  rove(target) {
    for (const button of this.buttons.values()) button.tabIndex = button === target ? 0 : -1;
  }

  key(event) {
    const list = this.visible();
    const at = list.indexOf(event.target);
    const goal = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (goal !== undefined) {
      event.preventDefault();
      list[(goal + list.length) % list.length].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.actions.leave.run();
    }
  }

  focus() {
    (this.visible().find((button) => button.tabIndex === 0) || this.visible()[0]).focus();
    return true;
  }

  /** Shows what is possible at the caret; called once a frame at most. */
  update(state) {
    this.groups.get("groupTable").hidden = !isInTable(state);
    for (const [name, button] of this.buttons) {
      if (button.parentElement.hidden) continue;
      button.setAttribute("aria-disabled", String(!this.actions[name].possible(state)));
      if (MARKS.includes(name)) button.setAttribute("aria-pressed", String(markActive(state, state.schema.marks[name])));
    }
    const current = [...this.buttons.values()].find((button) => button.tabIndex === 0);
    if (!current || current.parentElement.hidden) this.rove(this.visible()[0]);
  }
}
