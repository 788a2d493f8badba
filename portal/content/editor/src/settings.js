// What the page says about one editor, read from its data-* attributes.

/** The page's translations; Korean stands in for what is missing or broken. */
export function wordsOf(root) {
  try {
    return JSON.parse(root.dataset.messages || "{}");
  } catch {
    return {};
  }
}

/** Addresses, lock, scheme and rights. */
export function settingsOf(root) {
  const { saveUrl, pollUrl, csrf, lock, key, scheme, label, lang, uploadUrl, fileUrl, keepDrafts, pollEvery } = root.dataset;
  return {
    saveUrl, pollUrl, csrf, uploadUrl, key: key || "", scheme: scheme || "legal", label, lang: lang || "ko", lock: Number(lock),
    fileUrl: fileUrl || "/files/{uid}", keepDrafts: keepDrafts !== "no", messages: wordsOf(root), pollEvery: Number(pollEvery) || 0,
  };
}
