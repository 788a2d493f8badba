// The list of prepared blocks that the page brings along (budget, schedule, …): one is chosen by the arrow keys or a tap.
import { button, el } from "./dom.js";

export class InsertMenu {
  /** `blocks`: [{label, block}]; `choose(block)` puts one into the text, `leave()` gives the focus back to it. */
  constructor(blocks, choose, leave, t) {
    this.leave = leave;
    this.items = blocks.map(({ label, block }) => button(label, () => {
      this.element.hidden = true;
      choose(block);
    }, { role: "menuitem", tabindex: "-1" }));
    this.element = el("div", { class: "ce-menu", role: "menu", "aria-label": t("insertForm"), hidden: true, keydown: (event) => this.key(event) }, ...this.items);
  }

  open() {
    this.element.hidden = false;
    this.items[0].focus();
    return true;
  }

  close() {
    this.element.hidden = true;
    this.leave();
  }

  key(event) {
    const at = this.items.indexOf(document.activeElement);
    const goal = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: this.items.length - 1 }[event.key];
    if (goal !== undefined) this.items[(goal + this.items.length) % this.items.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    event.preventDefault();
  }
}
