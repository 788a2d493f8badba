// Pictures: chosen, uploaded at once, put into the text with the panel open for the text that stands for them.
import { NodeSelection } from "prosemirror-state";
import { closeHistory } from "prosemirror-history";
import { el } from "./dom.js";
import { insertImage } from "./inserting.js";
import { upload } from "./network.js";

const ACCEPTED = "image/png,image/jpeg,image/gif,image/webp";

export class Pictures {
  /** `hooks`: status(key, text), opened() once a picture stands in the text. */
  constructor(getView, settings, hooks, t) {
    Object.assign(this, { getView, settings, hooks });
    this.input = el("input", { type: "file", accept: ACCEPTED, hidden: true, "aria-label": t("imageChoose"), change: () => this.picked() });
  }

  get allowed() {
    return Boolean(this.settings.uploadUrl);
  }

  choose() {
    if (this.allowed) this.input.click();
    return true;
  }

  picked() {
    const [file] = this.input.files;
    this.input.value = "";
    if (file) this.place(file);
  }

  /** Uploads the file and inserts it at the caret. */
  async place(file) {
    this.hooks.status("imageUploading");
    const { status, body } = await upload({ url: this.settings.uploadUrl, csrf: this.settings.csrf }, file);
    const view = this.getView();
    if (view.isDestroyed) return;
    if (status !== 200 || !/^[0-9a-f-]{32,36}$/.test(body.uid || "")) {
      this.hooks.status("imageFailed", typeof body.error === "string" ? body.error : "");
      return;
    }
    insertImage(body.uid)(view.state, (tr) => view.dispatch(closeHistory(tr)));
    if (view.state.selection instanceof NodeSelection) this.hooks.opened();
    this.hooks.status("");
  }

  /** Pasted or dropped picture files; true when taken. */
  take(files) {
    const picture = this.allowed && [...(files || [])].find((file) => ACCEPTED.split(",").includes(file.type));
    if (picture) this.place(picture);
    return Boolean(picture);
  }
}
