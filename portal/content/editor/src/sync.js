// Saving, polling, and bringing both sides together. `base` is the document as the server has it.
import { closeHistory } from "prosemirror-history";
import { applyBlocks, blocksOf, heldIds, plan } from "./remote.js";
import { idsComplete } from "./ids.js";
import { get, post } from "./network.js";
import { Waiting } from "./waiting.js";

const QUIET = 2000;
const LONGEST = 5000;
const PAUSE = 60_000;
const RETRY = [3000, 5000, 10_000, 20_000, 30_000];

export class Sync {
  /** `hooks`: onStatus(name, values, text, asked), onOthers(names), onWaiting(entries), parse(json) -> checked doc. */
  constructor(view, settings, drafts, hooks) {
    Object.assign(this, { view, settings, drafts, hooks, lock: settings.lock, base: view.state.doc });
    this.waiting = new Waiting(view, hooks.onWaiting);
    this.busy = false;
    this.stopped = false;
    this.failures = 0;
    this.refused = false;
    // What was sent without an answer: it may have been stored, and must not come back as another person's text.
    this.unanswered = [];
    this.unsavedSince = 0;
    this.pollTimer = setInterval(() => this.poll(), settings.pollEvery);
    // the first at once: others are told within one of their own intervals that somebody came
    setTimeout(() => this.poll());
  }

  get doc() {
    return this.view.state.doc;
  }

  /** What the server should hold: this text, with other people's versions where a choice is still open. */
  outgoing() {
    return this.waiting.outgoing(this.doc, [...blocksOf(this.base).keys()]);
  }

  get unsent() {
    return this.refused || !this.outgoing().eq(this.base);
  }

  /** True while something of this text is only here. */
  get unsaved() {
    return this.unsent || this.waiting.asking;
  }

  /** To be called after each change of one's own. */
  changed() {
    this.unsavedSince ||= Date.now();
    this.stopped = false;
    this.drafts.later(() => (this.unsaved ? this.kept() : null));
    this.schedule(Math.max(0, Math.min(QUIET, this.unsavedSince + LONGEST - Date.now())));
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  /** `reason` ("save", "leave", "pause") asks the server to keep this state in the history; autosaves do not. */
  async save({ reason, leaving = reason === "leave" } = {}) {
    if (this.busy) {
      this.again = true;
      return;
    }
    const keeps = reason && this.unkept;
    this.waiting.settle();
    if (!idsComplete(this.doc)) {
      this.schedule(500);
      return;
    }
    const sent = this.outgoing();
    if (sent.eq(this.base) && !this.refused && !keeps) {
      this.rest();
      return;
    }
    this.busy = true;
    this.unsavedSince = 0;
    this.hooks.onStatus("saving");
    const { status, body } = await post({ url: this.settings.saveUrl, csrf: this.settings.csrf }, { lock: this.lock, content: sent.toJSON(), ...(reason && { reason }) }, leaving);
    this.busy = false;
    // After a 409 nothing is stored: the rest of this text has to go again with the new lock, however often it takes.
    this.refused = status === 409 || (this.refused && status !== 200);
    if (status === 200) this.unanswered = [];
    else if (status === 0 || status >= 500) this.unanswered = [blocksOf(sent), ...this.unanswered].slice(0, 5);
    if (this.view.isDestroyed) return;
    if ((status === 200 || status === 409) && Number.isInteger(body.lock)) this.accepted(sent, status, body, reason);
    else this.failed(status, body);
  }

  accepted(sent, status, body, reason) {
    this.failures = 0;
    try {
      this.receive(sent, body.content ? this.hooks.parse(body.content) : sent, body.conflicts || []);
    } catch (error) {
      console.error(error);
      this.failed(422, {});
      return;
    }
    this.lock = body.lock;
    if (status === 200) this.unkept = !reason;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.unkept && this.save({ reason: "pause" }), PAUSE);
    if (body.others) this.hooks.onOthers(body.others);
    if (status === 200) this.hooks.onStatus("saved", { time: body.saved_at || "" }, "", reason === "save");
    else this.hooks.onStatus("unsaved");
    this.rest();
    if (this.again || this.unsent) {
      this.again = false;
      this.schedule(status === 409 ? 0 : QUIET);
    }
  }

  /** What the browser keeps while something is only here. */
  kept() {
    return { lock: this.lock, content: this.doc.toJSON() };
  }

  /** After an answer: the kept copy goes when everything is sent and chosen. */
  rest() {
    if (this.unsaved) {
      this.drafts.now(() => this.kept());
      return;
    }
    this.unsavedSince = 0;
    this.drafts.remove();
  }

  failed(status, body) {
    this.drafts.now(() => this.kept());
    const names = { 401: "signedOut", 403: "forbidden", 404: "notFound", 413: "tooLarge" };
    if (status === 0 || status >= 500) {
      this.hooks.onStatus(this.drafts.kept ? "offline" : "offlineNoDraft");
      this.schedule(RETRY[Math.min(this.failures++, RETRY.length - 1)]);
      return;
    }
    this.stopped = true;
    this.hooks.onStatus(names[status] || "refused", {}, !names[status] && typeof body.error === "string" ? body.error : "");
  }

  async poll() {
    if (this.busy || document.hidden || this.stopped || this.unsent) return;
    const before = this.doc;
    const { status, body } = await get({ url: this.settings.pollUrl, csrf: this.settings.csrf }, this.lock);
    if (this.view.isDestroyed || status !== 200) return;
    if (body.others) this.hooks.onOthers(body.others);
    // Typed or saved meanwhile: the save's answer brings the same news.
    if (this.busy || this.doc !== before || !Number.isInteger(body.lock) || body.lock <= this.lock) return;
    if (body.content) this.receive(this.base, this.hooks.parse(body.content), []);
    this.lock = body.lock;
  }

  /** Takes the server's document; `sent` is what this text was when it left. */
  receive(sent, theirs, conflicts) {
    const held = heldIds(this.view);
    const refused = new Set(conflicts.map((conflict) => conflict.id));
    const own = new Set(conflicts.filter((conflict) => this.isOwn(conflict)).map((conflict) => conflict.id));
    const { nodes, waiting } = plan(this.doc, sent, theirs, new Set([...held, ...refused]));
    waiting.forEach((entry, id) => own.has(id) || this.waiting.add(id, entry));
    conflicts.forEach((conflict) => own.has(conflict.id) || this.waiting.addConflict(conflict));
    this.base = theirs;
    const tr = applyBlocks(this.view.state, nodes, held);
    if (tr) this.view.dispatch(tr);
    this.waiting.settle();
  }

  isOwn({ id, mine, theirs }) {
    if (!mine || !theirs) return false;
    const node = this.view.state.schema.nodeFromJSON(theirs);
    return this.unanswered.some((blocks) => blocks.get(id)?.eq(node));
  }

  /** A person's choice about a block that both sides changed. */
  resolve(id, choice) {
    this.waiting.resolve(id, choice);
    this.save();
  }

  /** Puts a kept text back; it is saved against the lock it was written from, so the server merges what came since. */
  restore(doc, lock) {
    if (Number.isInteger(lock)) this.lock = lock;
    const { tr } = this.view.state;
    this.view.dispatch(closeHistory(tr.replaceWith(0, tr.doc.content.size, doc.content)));
  }

  destroy() {
    clearInterval(this.pollTimer);
    clearTimeout(this.timer);
    clearTimeout(this.pause);
  }
}
