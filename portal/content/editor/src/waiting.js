// Other people's versions of blocks that could not be taken yet: the caret is in the block, or both sides changed it.
// Until the caret leaves or a person chooses, this side sends *their* version back, so that nothing is overwritten unseen.
import { closeHistory } from "prosemirror-history";
import { newId } from "./ids.js";
import { applyBlocks, blocksOf, heldIds } from "./remote.js";

export class Waiting {
  /** `show(entries)` is told which blocks a person has to choose about. */
  constructor(view, show) {
    Object.assign(this, { view, show, entries: new Map() });
  }

  get any() {
    return this.entries.size > 0;
  }

  get asking() {
    return [...this.entries.values()].some((entry) => entry.asked);
  }

  /** A version {base, theirs} that was not taken; a later one replaces it, the common start stays. */
  add(id, { base, theirs }) {
    const known = this.entries.get(id);
    this.entries.set(id, { ...known, base: known?.base || base, theirs });
  }

  /** A conflict that the server found: {id, base, mine, theirs} as JSON. */
  addConflict({ id, base, mine, theirs }) {
    const node = (json) => (json ? this.view.state.schema.nodeFromJSON(json) : null);
    this.entries.set(id, { base: node(base), theirs: node(theirs), mineGone: !mine, asked: true });
  }

  /** The document to send: `doc` with their versions where a choice is open; `order` are the ids of the server's blocks. */
  outgoing(doc, order) {
    if (!this.any) return doc;
    const blocks = [];
    blocksOf(doc).forEach((node, id) => {
      const entry = this.entries.get(id);
      const deletedThere = entry && !entry.theirs && entry.base && node.eq(entry.base);
      if (!deletedThere) blocks.push(entry?.theirs || node);
    });
    for (const [id, { theirs }] of this.entries) {
      if (!theirs || blocks.some((node) => node.attrs.id === id)) continue;
      const before = order.slice(0, Math.max(0, order.indexOf(id)));
      blocks.splice(blocks.findLastIndex((node) => before.includes(node.attrs.id)) + 1, 0, theirs);
    }
    return doc.type.create(null, blocks);
  }

  /** Takes what waited for the caret to leave; asks about blocks that were changed on both sides. */
  settle() {
    const held = heldIds(this.view);
    const own = blocksOf(this.view.state.doc);
    const takes = new Map();
    for (const [id, entry] of this.entries) {
      if (entry.asked) continue;
      const mine = own.get(id);
      const untouched = mine && entry.base && mine.eq(entry.base);
      if (untouched && held.has(id)) continue;
      if (untouched) takes.set(id, entry.theirs);
      if (untouched || !entry.theirs || (mine && mine.eq(entry.theirs))) this.entries.delete(id);
      else Object.assign(entry, { asked: true, mineGone: !mine });
    }
    if (takes.size) this.take(takes, held);
    this.show([...this.entries].filter(([, entry]) => entry.asked).map(([id, entry]) => ({ id, mine: own.get(id) || null, ...entry })));
  }

  take(takes, held) {
    const nodes = [];
    blocksOf(this.view.state.doc).forEach((node, id) => nodes.push(takes.has(id) ? takes.get(id) : node));
    const kept = nodes.filter(Boolean);
    const tr = kept.length && applyBlocks(this.view.state, kept, held);
    if (tr) this.view.dispatch(tr);
  }

  /** A person's choice about one block: "mine", "theirs" or "both" (mine goes below, under a new id). One step of undo. */
  resolve(id, choice) {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.delete(id);
    const { doc, tr, schema } = this.view.state;
    let block = null;
    doc.forEach((node, from) => { if (node.attrs.id === id) block = { from, to: from + node.nodeSize }; });
    const chosenAway = (choice === "mine" && entry.mineGone) || (choice === "theirs" && !entry.theirs);
    const differs = entry.theirs && !entry.mineGone;
    if (!block) {
      if (entry.theirs && choice !== "mine") tr.insert(doc.content.size, entry.theirs);
    } else if (chosenAway) {
      tr.replaceWith(block.from, block.to, doc.childCount === 1 ? schema.nodes.paragraph.create({ id: newId() }) : []);
    } else if (differs && choice === "theirs") {
      tr.replaceWith(block.from, block.to, entry.theirs);
    } else if (differs && choice === "both") {
      tr.setNodeAttribute(block.from, "id", newId()).insert(block.from, entry.theirs);
    }
    if (tr.docChanged) this.view.dispatch(closeHistory(tr));
    this.settle();
  }
}
