// Stable block ids: each block has one, no two blocks share one. Merging with other people's text rests on this.
import { Plugin } from "prosemirror-state";

/** 16 random hex digits. crypto.randomUUID is not there on plain http addresses of an intranet. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const hasId = (node) => "id" in node.attrs;

/** [position, node] of every block without an id or with one already used above it. */
function wanting(doc) {
  const seen = new Set();
  const found = [];
  doc.descendants((node, pos) => {
    if (node.isText) return false;
    if (!hasId(node)) return true;
    if (!node.attrs.id || seen.has(node.attrs.id)) found.push(pos);
    else seen.add(node.attrs.id);
    return true;
  });
  return found;
}

/** True when the document may be sent: every id is there and unique. */
export const idsComplete = (doc) => wanting(doc).length === 0;

function fill(state) {
  const places = wanting(state.doc);
  if (!places.length) return null;
  const tr = state.tr;
  for (const pos of places) tr.setNodeAttribute(pos, "id", newId());
  return tr.setStoredMarks(state.storedMarks);
}

/** Gives new blocks their id. Waits while a syllable is composed: an attribute change would redraw its block. */
export function idsPlugin() {
  let view = null;
  return new Plugin({
    view(editorView) {
      view = editorView;
      return {};
    },
    appendTransaction(transactions, before, state) {
      if (view?.composing || !transactions.some((tr) => tr.docChanged)) return null;
      return fill(state);
    },
    props: {
      handleDOMEvents: {
        compositionend(editorView) {
          // ProseMirror ends a composition some 20 ms after the browser does.
          setTimeout(() => {
            if (editorView.isDestroyed || editorView.composing) return;
            const tr = fill(editorView.state);
            if (tr) editorView.dispatch(tr);
          }, 60);
          return false;
        },
      },
    },
  });
}

/** The document (JSON) with an id on every block that lacks one; used before the first state is made. */
export function withIds(node, schema) {
  const out = { ...node };
  if (schema.nodes[node.type]?.spec.attrs?.id && !node.attrs?.id) out.attrs = { ...node.attrs, id: newId() };
  if (node.content) out.content = node.content.map((child) => withIds(child, schema));
  return out;
}
