// Turns each [data-editor] of the page into an editor. All words, addresses and rights come from data-* attributes.
import { EditorState, Selection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { history } from "prosemirror-history";
import { gapCursor } from "prosemirror-gapcursor";
import { tableEditing } from "prosemirror-tables";
import { clipboardPlugin } from "./clipboard.js";
import { ConflictPanel } from "./conflict.js";
import { CopyDialog } from "./copying.js";
import { el } from "./dom.js";
import { Drafts, wipeDrafts, wireSignOut } from "./drafts.js";
import { Pictures } from "./figures.js";
import { idsPlugin, withIds } from "./ids.js";
import { InsertMenu } from "./insert_menu.js";
import { KeyList } from "./key_list.js";
import { basePlugin, commandsFor, escapePlugin, keysPlugin, marksPlugin } from "./keys.js";
import { translator } from "./messages.js";
import { numberingPlugin } from "./numbering.js";
import { offerBar } from "./offer.js";
import { Panel, hasInfo } from "./panel.js";
import { makeSchema } from "./schema.js";
import { settingsOf, wordsOf } from "./settings.js";
import { Status } from "./status.js";
import { Sync } from "./sync.js";
import { Toolbar } from "./toolbar.js";
import { stepwise } from "./commands.js";
import { insertBlocks } from "./inserting.js";

export { wipeDrafts };

const UNDO_STEPS = 100;
const AIR = 12;

class ContentEditor {
  constructor(root) {
    this.root = root;
    root.classList.add("content-editor");
    this.settings = settingsOf(root, document.querySelectorAll("[data-editor]").length);
    this.t = translator(this.settings.messages);
    // A page may hold several editors: what stands around a text is named after it.
    this.named = (key) => (this.settings.label ? `${this.settings.label} – ${this.t(key)}` : this.t(key));
    this.field = root.querySelector("textarea");
    this.schema = makeSchema(this.t, (uid) => this.settings.fileUrl.replace("{uid}", encodeURIComponent(uid)));
    const doc = this.parse(JSON.parse(this.field.value));
    this.status = new Status(this.t);
    this.panel = new Panel(() => this.view, this.t);
    this.pictures = new Pictures(() => this.view, this.settings, { status: (key, text) => this.status.say(key, {}, text), opened: () => this.panel.open() }, this.t);
    this.conflicts = new ConflictPanel((id, choice) => this.sync.resolve(id, choice), this.named("conflictTitle"), this.t);
    this.drafts = new Drafts(this.settings.key, this.settings.keepDrafts);
    this.build(doc);
    this.start();
  }

  /** A checked document from JSON; throws on anything that the schema does not know. */
  parse(json) {
    const doc = this.schema.nodeFromJSON(withIds(json, this.schema));
    doc.check();
    return doc;
  }

  build(doc) {
    const commands = commandsFor(this.schema);
    const link = this.root.parentElement.querySelector("[data-copy]");
    if (link) this.copying = new CopyDialog(link, this.settings, (blocks) => this.insert(blocks), () => this.view.focus(), this.t);
    const actions = this.actions(commands);
    this.toolbar = new Toolbar(actions, this.named("toolbar"), this.t);
    this.keys = new KeyList(Object.keys(actions), () => this.view.focus(), this.t);
    this.menu = new InsertMenu(this.settings.blocks, (block) => this.insert([block]), () => this.view.focus(), this.t);
    const page = el("div", { class: "ce-page" });
    this.head = el("div", { class: "ce-head" }, this.toolbar.element, this.menu.element, this.panel.element, this.conflicts.element);
    this.foot = el("div", { class: "ce-foot" }, this.keys.element, this.status.element, this.keys.button);
    this.root.append(this.head, page, this.foot, this.pictures.input);
    const visible = () => ({ top: this.head.offsetHeight + AIR, bottom: this.foot.offsetHeight + AIR, left: 0, right: 0 });
    this.view = new EditorView(page, {
      state: EditorState.create({ doc, plugins: this.plugins(commands) }),
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": this.settings.label || this.t("editor"), lang: this.settings.lang, class: "ce-text", spellcheck: "false" },
      dispatchTransaction: (tr) => this.dispatch(tr),
      // head and foot stand still over the text: the caret keeps clear of them
      get scrollThreshold() { return visible(); },
      get scrollMargin() { return visible(); },
      handlePaste: (view, event, slice) => !slice.size && this.pictures.take(event.clipboardData?.files),
      handleDrop: (view, event) => this.pictures.take(event.dataTransfer?.files),
    });
  }

  plugins(commands) {
    const hooks = {
      chooseImage: () => this.pictures.choose(), openPanel: () => this.panel.open() || true, openMenu: () => this.settings.blocks.length > 0 && this.menu.open(),
      openCopying: () => this.copying?.open() ?? false,
      focusToolbar: () => this.toolbar.focus(), save: () => this.saveNow(), showKeys: () => this.keys.open(), toText: (step) => this.toText(step),
    };
    return [
      escapePlugin(() => this.status.say("leaveHint")), idsPlugin(), marksPlugin(this.settings.scheme), keysPlugin(commands, hooks), basePlugin(),
      clipboardPlugin(this.settings.scheme, (key, values) => this.status.say(key, values)),
      numberingPlugin(this.settings.scheme, this.t), history({ depth: UNDO_STEPS }), gapCursor(), tableEditing(),
    ];
  }

  actions(commands) {
    const actions = {};
    for (const [name, command] of Object.entries(commands)) {
      actions[name] = { run: () => this.run(command), possible: (state) => command(state) };
    }
    actions.blockInfo = { run: () => this.panel.open(), possible: hasInfo };
    actions.leave = { run: () => this.view.focus() };
    if (this.settings.blocks.length) actions.insertForm = { run: () => this.menu.open(), possible: () => true };
    if (this.copying) actions.insertCopy = { run: () => this.copying.open(), possible: () => true };
    if (this.pictures.allowed) actions.insertImage = { run: () => this.pictures.choose(), possible: () => true };
    return actions;
  }

  /** A toolbar command. A syllable being composed is finished first: the command would redraw its block. */
  run(command) {
    const act = () => {
      this.view.focus();
      command(this.view.state, this.view.dispatch.bind(this.view), this.view);
    };
    if (!this.view.composing) {
      act();
      return;
    }
    this.view.dom.blur();
    setTimeout(act, 80);
  }

  /** Prepared blocks go in as one step of undo; their ids become their own. */
  insert(blocks) {
    this.run(stepwise(insertBlocks((schema) => blocks.map((block) => schema.nodeFromJSON(withIds(block, schema))))));
  }

  /** The caret goes to the next text of the page, or the one before; it stays where there is none. */
  toText(step) {
    const all = [...document.querySelectorAll("[data-editor]")].filter((one) => one.contentEditor);
    const other = all[all.indexOf(this.root) + step]?.contentEditor.view;
    other?.focus();
    other?.dispatch(other.state.tr.scrollIntoView());
    return true;
  }

  /** The caret goes to the block an address names (#b-…): what a checker found, or where a search hit opens. */
  toBlock(address) {
    const name = /#b-([\w-]+)$/.exec(address)?.[1];
    const { state } = this.view;
    state.doc.forEach((node, at) => {
      if (!name || node.attrs.id !== name) return;
      this.view.focus();
      this.view.dispatch(state.tr.setSelection(Selection.near(state.doc.resolve(at + 1))).scrollIntoView());
    });
  }

  dispatch(tr) {
    this.view.updateState(this.view.state.apply(tr));
    if (tr.docChanged && !tr.getMeta("remote")) {
      if (!tr.getMeta("paste")) this.status.say("");
      this.sync.changed();
    }
    if (tr.selectionSet && this.sync.waiting.any) this.later(() => this.sync.waiting.settle());
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.toolbar.update(this.view.state);
      this.panel.update(this.view.state);
    });
  }

  /** A new saving state; the page may want to know that the server has the text. */
  told(key, ...said) {
    this.status.set(key, ...said);
    if (key === "saved") this.root.dispatchEvent(new CustomEvent("content-saved", { bubbles: true }));
  }

  later(act) {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => !this.view.isDestroyed && act(), 50);
  }

  start() {
    this.sync = new Sync(this.view, this.settings, this.drafts, {
      onStatus: (...said) => this.told(...said), onOthers: (names) => this.status.others(names),
      onWaiting: (entries) => this.conflicts.show(entries), parse: (json) => this.parse(json),
    });
    this.status.set("autosaves");
    this.offer();
    this.toolbar.update(this.view.state);
    this.view.dom.addEventListener("blur", () => this.sync.waiting.any && this.later(() => this.sync.waiting.settle()));
    window.addEventListener("online", () => this.sync.save());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    window.addEventListener("beforeunload", (event) => this.sync.unsaved && !this.leave() && event.preventDefault());
    this.root.closest("form")?.addEventListener("submit", () => this.fillForm());
    wireSignOut(() => this.drafts.stop());
    document.addEventListener("click", (event) => this.toBlock(event.target.closest?.("a[href*='#b-']")?.href ?? ""));
    this.toBlock(location.href);
    this.root.dataset.ready = "yes";
  }

  /** Last chance before the page goes: true when the text is safe in this browser. */
  leave() {
    const { unsaved } = this.sync;
    if (unsaved) this.drafts.now(() => this.sync.kept());
    this.sync.save({ reason: "leave" });
    return !unsaved || this.drafts.kept;
  }

  saveNow() {
    this.sync.stopped = false;
    this.sync.save({ reason: "save" });
    return true;
  }

  /** The form's own fields, for a submit without the autosave. */
  fillForm() {
    this.field.value = JSON.stringify(this.sync.outgoing().toJSON());
    const lock = this.root.closest("form").elements.namedItem("lock");
    if (lock) lock.value = String(this.sync.lock);
  }

  /** Offers texts that an earlier visit could not save; those that the server has by now are forgotten. */
  offer() {
    for (const draft of this.drafts.take()) {
      let doc = null;
      try {
        doc = this.parse(draft.content);
      } catch (error) {
        console.error(error);
      }
      if (!doc || doc.eq(this.view.state.doc)) {
        this.drafts.drop(draft);
        continue;
      }
      const chosen = (act) => () => {
        act();
        this.drafts.drop(draft);
        this.view.focus();
      };
      this.head.before(offerBar({
        time: draft.time, name: this.named("draftRestore"), lang: this.settings.lang, t: this.t, restore: chosen(() => this.sync.restore(doc, draft.lock)), discard: chosen(() => {}),
      }));
    }
  }
}

for (const root of document.querySelectorAll("[data-editor]")) {
  try {
    root.contentEditor = new ContentEditor(root);
  } catch (error) {
    // The form below keeps working without the editor; the page says what happened.
    console.error(error);
    root.append(el("p", { class: "ce-status", role: "alert" }, translator(wordsOf(root))("broken")));
  }
}
