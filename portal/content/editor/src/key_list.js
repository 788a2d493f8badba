// The list of keys, opened from the status line: who types while people talk has no hand for the mouse.
import { el, freshId } from "./dom.js";
import { KEYS } from "./toolbar.js";

const OTHERS = [
  ["Ctrl+Enter", "keysGoOn"], ["Ctrl+S", "keysSave"], ["Alt+PageDown", "keysNextText"], ["Alt+PageUp", "keysPreviousText"], ["Ctrl+Shift+V", "keysPastePlain"],
  ["Alt+F10", "keysToolbar"], ["Esc, Tab", "keysLeave"], ["Ctrl+/", "keysHelp"],
];

export class KeyList {
  /** `commands`: the names there are here; `leave` gives the focus back to the text. */
  constructor(commands, leave, t) {
    this.leave = leave;
    const known = Object.entries(KEYS).filter(([name]) => commands.includes(name)).map(([name, keys]) => [keys, t(name)]);
    const rows = [[t("keysMark"), t("keysMarkDoes")], ...known, ...OTHERS.map(([keys, name]) => [keys, t(name)])];
    const id = freshId("ce-keys");
    this.element = el("div", { class: "ce-keys", id, role: "region", "aria-label": t("keys"), tabindex: "0", hidden: true, keydown: (event) => event.key === "Escape" && this.close() },
      el("dl", {}, ...rows.map(([keys, does]) => el("div", {}, el("dt", {}, keys), el("dd", {}, does)))));
    this.button = el("button", { type: "button", class: "ce-button ce-keys-button", "aria-expanded": "false", "aria-controls": id, title: "Ctrl+/", click: () => (this.element.hidden ? this.open() : this.close()) }, t("keys"));
  }

  open() {
    this.show(true);
    this.element.focus();
    return true;
  }

  close() {
    this.show(false);
    this.leave();
  }

  show(shown) {
    this.element.hidden = !shown;
    this.button.setAttribute("aria-expanded", String(shown));
  }
}
