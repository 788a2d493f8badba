// The status line: saving, offline, who else is here, and hints. Read out politely, but not each autosave.
import { el } from "./dom.js";

const USUAL = ["autosaves", "saving", "saved"];

export class Status {
  constructor(t) {
    this.t = t;
    this.state = el("span", { class: "ce-state" });
    this.hint = el("span", { class: "ce-note-line" });
    this.people = el("span", { class: "ce-people" });
    this.element = el("p", { class: "ce-status", role: "status", "aria-live": "polite" }, this.state, this.hint, this.people);
  }

  /** Saving state by message key; `text` in the server's own words wins. The usual is read out when `asked` for. */
  set(key, values = {}, text = "", asked = false) {
    this.state.setAttribute("aria-live", USUAL.includes(key) && !asked ? "off" : "polite");
    this.put(this.state, text || this.t(key, values));
    this.element.dataset.state = key;
  }

  say(key, values = {}, text = "") {
    this.put(this.hint, text || (key ? this.t(key, values) : ""));
  }

  others(names) {
    this.put(this.people, names.length ? this.t("others", { names: names.join(", ") }) : "");
  }

  put(holder, text) {
    if (holder.textContent !== text) holder.textContent = text;
  }
}
