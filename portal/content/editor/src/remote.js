// Other people's changes brought into the open document, block by block. The block that holds the caret is never touched:
// redrawing it would break a syllable being composed.

/** Top-level blocks by id, in order. */
export function blocksOf(doc) {
  const blocks = new Map();
  doc.forEach((node) => blocks.set(node.attrs.id, node));
  return blocks;
}

/** Ids of the top-level blocks that the selection touches; none while the editor has no focus. */
export function heldIds(view) {
  const held = new Set();
  if (!view.hasFocus() && !view.composing) return held;
  const { from, to } = view.state.selection;
  view.state.doc.nodesBetween(from, to, (node) => {
    held.add(node.attrs.id);
    return false;
  });
  return held;
}

const same = (a, b) => (a && b ? a.eq(b) : a === b);

/** What to do with one block: which version to keep and whether the other side's version has to wait. */
function choose(mine, base, theirs, kept) {
  if (same(mine, theirs)) return { node: mine };
  if (same(mine, base) && !kept) return { node: theirs };
  if (same(mine, base)) return { node: mine, waits: mine !== undefined };
  if (same(theirs, base) || !theirs) return { node: mine };
  return mine ? { node: mine, waits: true } : { node: theirs };
}

function orderOf(own, old, other) {
  const known = (list) => list.filter((id) => old.includes(id)).join();
  const shared = old.filter((id) => other.includes(id)).join();
  const [spine, extra] = known(other) === shared ? [own, other] : [other, own];
  const order = [...spine];
  const placed = new Set(order);
  extra.forEach((id, index) => {
    if (placed.has(id)) return;
    const after = index ? order.indexOf(extra[index - 1]) : -1;
    order.splice(after + 1, 0, id);
    placed.add(id);
  });
  return order;
}

/**
 * Three-way, by block id: `nodes` is the new list of blocks, `waiting` maps id -> {base, theirs} for blocks where the
 * other side's version was not taken because the block is in `held` or was changed here too.
 */
export function plan(mine, base, theirs, held) {
  const [own, old, other] = [blocksOf(mine), blocksOf(base), blocksOf(theirs)];
  const nodes = [];
  const waiting = new Map();
  for (const id of orderOf([...own.keys()], [...old.keys()], [...other.keys()])) {
    const { node, waits } = choose(own.get(id), old.get(id), other.get(id), held.has(id));
    if (node) nodes.push(node);
    if (waits) waiting.set(id, { base: old.get(id) || null, theirs: other.get(id) || null });
  }
  return { nodes, waiting };
}

/** Longest common run of ids between two lists; held blocks weigh so much that they always stay. */
function alignment(now, next, held) {
  const [n, m] = [now.length, next.length];
  const best = Array.from({ length: n + 1 }, () => new Int32Array(m + 1));
  const weigh = (id) => (held.has(id) ? 100_000 : 1);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const [a, b] = [now[i].attrs.id, next[j].attrs.id];
      best[i][j] = a === b ? best[i + 1][j + 1] + weigh(a) : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < n && j < m;) {
    if (now[i].attrs.id === next[j].attrs.id) pairs.push([i++, j++]);
    else if (best[i + 1][j] >= best[i][j + 1]) i++;
    else j++;
  }
  return pairs;
}

/** Changes as few characters of a text block as possible, so that undo of one's own typing still finds its place. */
function replaceBlock(tr, pos, now, next) {
  if (now === next || now.eq(next)) return;
  if (!now.isTextblock || !now.sameMarkup(next)) {
    tr.replaceWith(pos, pos + now.nodeSize, next);
    return;
  }
  const start = now.content.findDiffStart(next.content);
  let { a, b } = now.content.findDiffEnd(next.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) {
    a += overlap;
    b += overlap;
  }
  tr.replace(pos + 1 + start, pos + 1 + a, next.slice(start, b));
}

/** A transaction that turns the document's blocks into `nodes`; null when there is nothing to do. Not part of undo. */
export function applyBlocks(state, nodes, held) {
  const now = state.doc.content.content;
  let head = 0;
  while (head < now.length && head < nodes.length && now[head].eq(nodes[head])) head++;
  let tail = 0;
  while (tail < now.length - head && tail < nodes.length - head && now.at(-1 - tail).eq(nodes.at(-1 - tail))) tail++;
  const [old, fresh] = [now.slice(head, now.length - tail), nodes.slice(head, nodes.length - tail)];
  if (!old.length && !fresh.length) return null;
  const starts = [];
  state.doc.forEach((node, offset) => starts.push(offset));
  starts.push(state.doc.content.size);
  const tr = state.tr;
  // From the end to the start, so that earlier positions stay right.
  let [i, j] = [old.length, fresh.length];
  for (const [a, b] of [...alignment(old, fresh, held).reverse(), [-1, -1]]) {
    if (i > a + 1 || j > b + 1) tr.replaceWith(starts[head + a + 1], starts[head + i], fresh.slice(b + 1, j));
    if (a >= 0) replaceBlock(tr, starts[head + a], old[a], fresh[b]);
    [i, j] = [a, b];
  }
  return tr.docChanged ? tr.setMeta("addToHistory", false).setMeta("remote", true) : null;
}
