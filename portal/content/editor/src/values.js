// What counts as a number, an amount or a date in a table cell. No imports: tests run this file in node.

const NUMBER = /^[△▲\-−+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\s*%?$/;
const MONEY = /^금?\s*[△▲\-−+]?(\d{1,3}(,\d{3})+|\d+)\s*(원|천원|백만원|만원|억원)?$/;
const DATE = /^('?\d{2,4}\.\s*)?\d{1,2}\.\s*\d{1,2}\.?\s*(\([월화수목금토일]\))?$|^\d{4}-\d{2}-\d{2}$/;
const EMPTY = /^[-–—]?$/;

/** The values of a column of choices, as they are typed into one line. */
export const choicesOf = (text) => text.split(",").map((choice) => choice.trim()).filter(Boolean);

/** True when the shown text fits the column's kind; an empty cell or a dash always does. */
export function fitsKind(text, kind, choices = []) {
  const value = text.replace(/[\s\u00a0\u3000]+/g, " ").trim();
  if (kind === "text" || EMPTY.test(value)) return true;
  if (kind === "choice") return !choices.length || choices.includes(value);
  if (kind === "number") return NUMBER.test(value);
  if (kind === "money") return MONEY.test(value);
  return DATE.test(value);
}

/** The kind that all the given cell texts share, "text" when there is none. */
export function kindOf(texts) {
  const filled = texts.map((text) => text.trim()).filter((text) => !EMPTY.test(text));
  if (!filled.length) return "text";
  if (filled.every((text) => fitsKind(text, "number"))) return "number";
  if (filled.every((text) => fitsKind(text, "money"))) return "money";
  return filled.every((text) => fitsKind(text, "date")) ? "date" : "text";
}
