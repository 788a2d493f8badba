// The dialog that takes blocks over from an earlier record. It shows the pages of the way without this editor; what is
// chosen there comes back and goes in at the caret.
import { button, el } from "./dom.js";
import { part, postForm } from "./network.js";

const PART = "section-copy";

export class CopyDialog {
  /** `link`: the address of the pages; `choose(blocks)` puts blocks into the text, `leave()` gives the focus back to it. */
  constructor(link, settings, choose, leave, t) {
    Object.assign(this, { address: link.href, csrf: settings.csrf, choose, t });
    this.alert = el("p", { class: "ce-copy-alert", role: "alert" });
    this.status = el("p", { class: "sr-only", role: "status" });
    this.page = el("div");
    this.element = el("dialog", { class: "ce-copy", "aria-label": t("insertCopy"), click: (event) => this.click(event), submit: (event) => this.submit(event), keydown: (event) => this.key(event), close: () => this.left(leave) },
      el("div", { class: "ce-copy-close" }, button(t("close"), () => this.element.close())), this.alert, this.status, this.page);
    document.body.append(this.element);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.open();
    });
  }

  open() {
    this.element.showModal();
    this.load(this.address);
    return true;
  }

  left(leave) {
    this.page.replaceChildren();
    leave();
  }

  /** A page of the choice: the focus goes to the first thing to choose, else to the field for words. */
  async load(address) {
    const found = await part(address, PART);
    if (!found) {
      this.say(this.t("copyFailed"));
      return;
    }
    this.say("");
    this.page.replaceChildren(found);
    this.status.textContent = found.querySelector("[data-told]")?.textContent ?? "";
    const asked = new URL(address).searchParams;
    const first = asked.has("q") || asked.has("source") ? found.querySelector("input[type=checkbox], .copy-sources a") : null;
    (first ?? found.querySelector("input[type=search], a"))?.focus();
  }

  say(text) {
    this.alert.textContent = text;
  }

  /** A field for words would keep the first Escape to itself. */
  key(event) {
    if (event.key === "Escape" && !event.isComposing) this.element.close();
  }

  click(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (new URL(link.href).pathname === new URL(this.address).pathname) this.load(link.href);
  }

  submit(event) {
    event.preventDefault();
    event.stopPropagation(); // a form that is not sent to another page may be sent again
    const form = event.target;
    if (form.method === "post") {
      this.take(form);
      return;
    }
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    this.load(address.href);
  }

  async take(form) {
    const { status, body } = await postForm({ url: form.action, csrf: this.csrf }, new FormData(form));
    if (status !== 200 || !body.blocks) {
      this.say(body.error || this.t("copyFailed"));
      return;
    }
    this.element.close();
    this.choose(body.blocks);
  }
}
