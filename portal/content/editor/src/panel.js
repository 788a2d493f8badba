// The panel of the block at the caret: a table's title, unit and column kind, a box's title, who asked, a picture's texts.
// It stands outside the text, so that nothing in the text is anything but text.
import { closeHistory } from "prosemirror-history";
import shared from "../../schema.json";
import { button, el, freshId } from "./dom.js";
import { choiceAt, choose, kindAt, setChoices, setKind } from "./tables.js";

const FIELDS = {
  image: [["alt", "imageAlt", "imageAltHint"], ["caption", "imageCaption"]],
  table: [["caption", "tableCaption"], ["unit", "tableUnit"]],
  box: [["title", "boxTitle"]],
};
const KINDS = { text: "kindText", number: "kindNumber", money: "kindMoney", date: "kindDate", choice: "kindChoice" };

const limit = (node, attr) => shared.nodes[node.type.name].attrs[attr].max;

/** Fields for the blocks around the selection: {id, child, attr, label, hint, value}; child counts inside a qa. */
function fieldsAt(state) {
  const { $from, node } = state.selection;
  const around = node ? [node] : [];
  for (let depth = $from.depth; depth > 0; depth--) around.push($from.node(depth));
  const fields = [];
  for (const block of around) {
    for (const [attr, label, hint] of FIELDS[block.type.name] || []) {
      fields.push({ id: block.attrs.id, child: -1, attr, label, hint, max: limit(block, attr), value: block.attrs[attr] });
    }
    if (block.type.name === "qa") {
      ["questionWho", "answerWho"].forEach((label, child) => {
        fields.push({ id: block.attrs.id, child, attr: "who", label, max: limit(block.child(child), "who"), value: block.child(child).attrs.who });
      });
    }
  }
  return fields;
}

/** True when the selection is in a block that has something to fill in. */
export const hasInfo = (state) => fieldsAt(state).length > 0;

function positionOf(doc, field) {
  let found = null;
  doc.descendants((node, pos) => {
    if (found !== null || node.isTextblock) return false;
    if (node.attrs.id === field.id) found = pos;
    return true;
  });
  if (found === null || field.child < 0) return found;
  const qa = doc.nodeAt(found);
  return field.child ? found + 1 + qa.child(0).nodeSize : found + 1;
}

export class Panel {
  constructor(getView, t) {
    Object.assign(this, { getView, t, shape: "" });
    this.element = el("div", { class: "ce-panel", role: "group", "aria-label": t("blockInfo"), hidden: true, keydown: (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      this.close();
    } });
  }

  /** Opens the panel with its first field in focus; false when the block has nothing to fill in. */
  open() {
    if (!hasInfo(this.getView().state)) return false;
    this.element.hidden = false;
    this.shape = "";
    this.update(this.getView().state);
    this.element.querySelector("input,select")?.focus();
    return true;
  }

  close() {
    this.element.hidden = true;
    this.getView().focus();
  }

  update(state) {
    if (this.element.hidden) return;
    const fields = fieldsAt(state);
    const kind = kindAt(state);
    const cell = choiceAt(state);
    const shape = JSON.stringify([fields.map(({ id, child, attr }) => [id, child, attr]), kind, cell]);
    const inside = this.element.contains(document.activeElement);
    if (!inside && !fields.length) this.element.hidden = true;
    else if (shape !== this.shape && !(inside && this.shape)) {
      this.shape = shape;
      this.build(fields, kind, cell);
    } else fields.forEach((field, index) => this.refresh(field, index));
  }

  refresh(field, index) {
    const input = this.element.querySelectorAll("input")[index];
    if (input && input !== document.activeElement && input.value !== field.value) input.value = field.value;
  }

  build(fields, kind, cell) {
    const rows = fields.map((field) => this.field(field));
    if (cell) rows.unshift(this.choiceField(cell));
    if (kind) rows.push(this.kindField(kind));
    if (kind?.kind === "choice") rows.push(this.choicesField(kind));
    this.element.replaceChildren(...rows, button(this.t("close"), () => this.close()));
  }

  field(field) {
    const id = freshId("ce-field");
    const input = el("input", { id, type: "text", maxlength: field.max, autocomplete: "off", "aria-describedby": field.hint ? `${id}-hint` : null,
      focus: () => { this.fresh = true; }, input: () => this.write(field, input.value) });
    input.value = field.value;
    const hint = field.hint ? [el("span", { class: "ce-hint", id: `${id}-hint` }, this.t(field.hint))] : [];
    return el("div", { class: "ce-field" }, el("label", { for: id }, this.t(field.label)), input, ...hint);
  }

  kindField({ kind, settable }) {
    const id = freshId("ce-field");
    const select = el("select", { id, disabled: !settable, "aria-describedby": settable ? null : `${id}-hint`, change: () => this.act(setKind(select.value)) }, ...Object.entries(KINDS).map(([value, label]) => el("option", { value, selected: value === kind }, this.t(label))));
    const hint = settable ? [] : [el("span", { class: "ce-hint", id: `${id}-hint` }, this.t("kindNeedsHeader"))];
    return el("div", { class: "ce-field" }, el("label", { for: id }, this.t("columnKind")), select, ...hint);
  }

  /** One of the column's values for the caret's cell; what it says now stays to be chosen, even when it is none of them. */
  choiceField({ value, choices }) {
    const id = freshId("ce-field");
    const odd = Boolean(value) && !choices.includes(value);
    const offered = ["", ...(odd ? [value] : []), ...choices];
    const select = el("select", { id, "aria-invalid": odd ? "true" : null, change: () => this.act(choose(select.value)) },
      ...offered.map((one) => el("option", { value: one, selected: one === value }, one || "–")));
    return el("div", { class: "ce-field" }, el("label", { for: id }, this.t("cellChoice")), select);
  }

  choicesField({ choices, settable }) {
    const id = freshId("ce-field");
    const input = el("input", { id, type: "text", maxlength: shared.nodes.table_header.attrs.choices.max, autocomplete: "off", disabled: !settable, "data-choices": "yes",
      change: () => this.act(setChoices(input.value.normalize("NFC"))) });
    input.value = choices.join(", ");
    return el("div", { class: "ce-field" }, el("label", { for: id }, this.t("columnChoices")), input);
  }

  act(command) {
    const view = this.getView();
    command(view.state, (tr) => view.dispatch(closeHistory(tr)));
  }

  write(field, value) {
    const view = this.getView();
    const pos = positionOf(view.state.doc, field);
    if (pos === null) return;
    const tr = view.state.tr.setNodeAttribute(pos, field.attr, value.normalize("NFC"));
    // A selected picture stays selected: its replaced node would otherwise lose the panel.
    tr.setSelection(view.state.selection.constructor.fromJSON(tr.doc, view.state.selection.toJSON()));
    view.dispatch(this.fresh ? closeHistory(tr) : tr);
    this.fresh = false;
  }
}
