// A word by word comparison of two texts. No imports: tests run this file in node.

const LIMIT = 4_000_000;

/** Parts of both texts in order: {kind: "same" | "mine" | "theirs", text}. Very long texts compare start and end only. */
export function wordDiff(mine, theirs) {
  const [a, b] = [mine, theirs].map((text) => text.match(/\s+|[^\s]+/g) || []);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const [left, right] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const parts = [];
  const push = (kind, text) => {
    if (parts.at(-1)?.kind === kind) parts.at(-1).text += text;
    else if (text) parts.push({ kind, text });
  };
  push("same", a.slice(0, head).join(""));
  middle(left, right, push);
  push("same", tail ? a.slice(-tail).join("") : "");
  return parts;
}

function middle(left, right, push) {
  const [n, m] = [left.length, right.length];
  if (n * m > LIMIT) {
    push("mine", left.join(""));
    push("theirs", right.join(""));
    return;
  }
  const best = Array.from({ length: n + 1 }, () => new Uint32Array(m + 1));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) best[i][j] = left[i] === right[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  }
  for (let i = 0, j = 0; i < n || j < m;) {
    if (i < n && j < m && left[i] === right[j]) {
      push("same", left[i]);
      i++;
      j++;
    } else if (j >= m || (i < n && best[i + 1][j] >= best[i][j + 1])) push("mine", left[i++]);
    else push("theirs", right[j++]);
  }
}
