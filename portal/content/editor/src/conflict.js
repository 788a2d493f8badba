// The panel that asks about blocks changed on both sides. It never takes the focus: a syllable may be in the making.
import { button, el } from "./dom.js";
import { wordDiff } from "./diff.js";

/** All text of a block, a line per paragraph, a table row per line; titles and captions first. */
export function blockText(node) {
  if (!node) return "";
  if (node.isTextblock) return (node.attrs.who ? `${node.attrs.who}: ` : "") + node.textBetween(0, node.content.size, "\n", "\n");
  const lines = [node.attrs.title, node.attrs.caption, node.attrs.alt].filter(Boolean);
  node.forEach((child) => {
    if (child.type.name !== "table_row") lines.push(blockText(child));
    else lines.push(child.content.content.map((cell) => cell.textBetween(0, cell.content.size, " ", " ")).join(" | "));
  });
  return lines.join("\n");
}

export class ConflictPanel {
  /** `choose(id, "mine" | "theirs" | "both")` carries out a person's choice. */
  constructor(choose, name, t) {
    Object.assign(this, { choose, t, shown: "" });
    this.title = el("p", { class: "ce-conflict-title", role: "alert" });
    this.list = el("div");
    this.element = el("div", { class: "ce-conflicts", role: "region", "aria-label": name, hidden: true },
      this.title, el("p", {}, t("conflictHelp")), this.list);
  }

  /** Shows the open questions; an unchanged list is left alone, so that focus and reading place stay. */
  show(entries) {
    const texts = entries.map(({ id, mine, theirs, mineGone }) => [id, mineGone ? null : blockText(mine), theirs && blockText(theirs)]);
    const shown = JSON.stringify(texts);
    if (shown === this.shown) return;
    this.shown = shown;
    this.element.hidden = !texts.length;
    this.title.textContent = texts.length ? this.t("conflictTitle") : "";
    const focused = this.list.contains(document.activeElement);
    this.list.replaceChildren(...texts.map((text, index) => this.entry(text, index, texts.length)));
    if (focused) this.list.querySelector("button[data-choice=both]")?.focus();
  }

  entry([id, mine, theirs], index, total) {
    const parts = mine !== null && theirs !== null ? wordDiff(mine, theirs) : null;
    const choice = (name, label) => button(this.t(label), () => this.choose(id, name), { "data-choice": name, class: name === "both" ? "ce-button ce-main" : "ce-button" });
    return el("div", { class: "ce-conflict", role: "group", "data-block": id, "aria-label": this.t("conflictOf", { total, index: index + 1 }) },
      el("div", { class: "ce-sides" }, this.side("conflictMine", "mine", mine, parts), this.side("conflictTheirs", "theirs", theirs, parts)),
      el("div", { class: "ce-choices" }, choice("both", "keepBoth"), choice("mine", "keepMine"), choice("theirs", "keepTheirs")));
  }

  side(label, kind, text, parts) {
    const body = el("div", { class: "ce-side-text" });
    if (text === null) body.append(el("em", {}, this.t("conflictDeleted")));
    else if (!parts) body.append(text);
    else parts.filter((part) => part.kind === "same" || part.kind === kind).forEach((part) => body.append(part.kind === "same" ? part.text : el("mark", {}, part.text)));
    return el("div", { class: "ce-side" }, el("p", { class: "ce-side-title" }, this.t(label)), body);
  }
}
