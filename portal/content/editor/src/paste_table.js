// Pasted tables: a table of one cell is a box, tables in cells become lines, header rows and column kinds are found.
import { kindOf } from "./values.js";

const MAX_SPAN = 60;

function flatten(table) {
  const lines = [...table.rows].map((row) => {
    const line = table.ownerDocument.createElement("p");
    line.textContent = [...row.cells].map((cell) => cell.textContent.trim()).join("  ");
    return line;
  });
  table.replaceWith(...lines);
}

function toBox(table, cell) {
  const box = table.ownerDocument.createElement("section");
  box.className = "ce-box";
  const body = table.ownerDocument.createElement("div");
  body.className = "ce-box-body";
  const loose = ![...cell.children].some((child) => /^(P|DIV|TABLE|SECTION)$/.test(child.nodeName));
  const holder = loose ? body.appendChild(table.ownerDocument.createElement("p")) : body;
  holder.append(...cell.childNodes);
  box.append(body);
  table.replaceWith(box);
}

function rename(cell, tag) {
  if (cell.nodeName === tag.toUpperCase()) return cell;
  const copy = cell.ownerDocument.createElement(tag);
  for (const { name, value } of cell.attributes) copy.setAttribute(name, value);
  copy.append(...cell.childNodes);
  cell.replaceWith(copy);
  return copy;
}

/** Cells by row and column with spans laid out; the same cell stands in every place that it covers. */
function gridOf(table) {
  const grid = [];
  [...table.rows].forEach((row, y) => {
    grid[y] ||= [];
    let x = 0;
    for (const cell of row.cells) {
      while (grid[y][x]) x++;
      const [width, height] = [Math.min(cell.colSpan || 1, MAX_SPAN), Math.min(cell.rowSpan || 1, table.rows.length - y)];
      for (let dy = 0; dy < height; dy++) {
        for (let dx = 0; dx < width; dx++) (grid[y + dy] ||= [])[x + dx] = cell;
      }
      x += width;
    }
  });
  return grid;
}

/** Rows that head the table: by th or thead, else the first row (as high as its tallest cell) when all of it is filled. */
function headerRows(table) {
  const first = table.rows[0];
  if (!first || table.rows.length < 2) return 0;
  const cells = [...first.cells];
  const marked = table.tHead?.rows.length || 0;
  if (marked) return marked;
  const height = Math.max(1, ...cells.map((cell) => cell.rowSpan || 1));
  if (cells.some((cell) => cell.nodeName === "TH")) return Math.min(height, table.rows.length - 1);
  const filled = cells.length > 1 && cells.every((cell) => cell.textContent.trim());
  return filled && height < table.rows.length ? height : 0;
}

/** Turns a pasted table into one of ours, in place. Inner tables must be shaped before outer ones. */
export function shapeTable(table) {
  if (table.parentElement?.closest("td,th")) {
    const outer = table.parentElement.closest("table");
    if (outer.rows.length > 1 || outer.rows[0].cells.length > 1) {
      flatten(table);
      return;
    }
  }
  const rows = [...table.rows];
  if (!rows.some((row) => row.cells.length)) {
    table.remove();
    return;
  }
  if (rows.length === 1 && rows[0].cells.length === 1) {
    toBox(table, rows[0].cells[0]);
    return;
  }
  const heads = headerRows(table);
  rows.slice(0, heads).forEach((row) => [...row.cells].forEach((cell) => rename(cell, "th")));
  table.querySelectorAll("tr").forEach((row) => !row.cells.length && row.remove());
  if (heads) setKinds(table, heads);
}

function setKinds(table, heads) {
  const grid = gridOf(table);
  const head = grid[heads - 1] || [];
  head.forEach((cell, x) => {
    if (cell.nodeName !== "TH" || head[x - 1] === cell || head[x + 1] === cell) return;
    const kind = kindOf(grid.slice(heads).map((row) => (row[x] ? row[x].textContent : "")));
    if (kind !== "text") cell.dataset.kind = kind;
  });
}
