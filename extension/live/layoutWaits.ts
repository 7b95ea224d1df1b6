/** Where the bits of a set and the entries of an array stand in a card. */
import type { Box, PlacedBits, PlacedTable } from './layout.ts';
import type { Bits, Table } from './picture.ts';

/** Pixels: a bit, the number below it, and a line of an array. */
const [bitWidth, bitHeight, numbers, tableLine, label] = [9, 11, 12, 18, 18];
/** Left of a label: the mark of its source. */
const mark = 12;

/** In rows of whole bytes, as many as have room; those that are set, or were, have their number below them. */
export function placedBits(bits: Bits, x: number, y: number, width: number): PlacedBits {
  const fit = Math.max(8, Math.floor((width - mark) / bitWidth));
  const perRow = bits.bits.length <= fit ? fit : Math.floor(fit / 8) * 8;
  const rowHeight = bitHeight + numbers;
  const cells = bits.bits.map((is, fd) => {
    const [column, row] = [fd % perRow, Math.floor(fd / perRow)];
    const box: Box = { x: x + mark + column * bitWidth, y: y + label + row * rowHeight, width: bitWidth - 1, height: bitHeight }; // prettier-ignore
    return { ...box, fd, is, isNumbered: is !== 'clear' };
  });
  // Numbers that would stand over each other: the first one stays.
  let last = { row: -1, fd: -9 };
  const spaced = cells.map((cell) => {
    if (!cell.isNumbered) return cell;
    const row = Math.floor(cell.fd / perRow);
    if (row === last.row && cell.fd - last.fd < 2) return { ...cell, isNumbered: false };
    last = { row, fd: cell.fd };
    return cell;
  });
  const rows = Math.max(1, Math.ceil(bits.bits.length / perRow));
  return { bits, cells: spaced, x, y, width, height: label + rows * rowHeight + 4 };
}

/** A line for the name, one for the heads, and one for each entry. */
export function placedTable(table: Table, x: number, y: number, width: number): PlacedTable {
  const left = x + mark;
  const column = (width - mark) / Math.max(1, table.heads.length);
  const top = y + label;
  const columns = table.heads.map((text, index) => ({ text, x: left + index * column }));
  const rows = table.rows.map((row, index) => ({
    row, x: left - 4, y: top + (index + 1) * tableLine, width: width - mark + 4, height: tableLine - 2,
  })); // prettier-ignore
  const lines = table.rows.length + 1 + (table.more > 0 ? 1 : 0);
  return { table, columns, rows, x, y, width, height: label + lines * tableLine + 4 };
}
