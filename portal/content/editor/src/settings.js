// What the page says about one editor, read from its data-* attributes.

/** The page's translations; Korean stands in for what is missing or broken. */
export function wordsOf(root) {
  try {
    return JSON.parse(root.dataset.messages || "{}");
  } catch {
    return {};
  }
}

const POLL = 4000;
const AT_ONCE = 4;

/** Addresses, lock, scheme and rights; a page of many editors asks less often for each. */
export function settingsOf(root, editors = 1) {
  const { saveUrl, pollUrl, csrf, lock, key, scheme, label, lang, uploadUrl, fileUrl, keepDrafts, blocks } = root.dataset;
  return {
    saveUrl, pollUrl, csrf, uploadUrl, key: key || "", scheme: scheme || "legal", label, lang: lang || "ko", lock: Number(lock),
    fileUrl: fileUrl || "/files/{uid}", keepDrafts: keepDrafts !== "no", messages: wordsOf(root), blocks: JSON.parse(blocks || "[]"), pollEvery: POLL * Math.ceil(editors / AT_ONCE),
  };
}
