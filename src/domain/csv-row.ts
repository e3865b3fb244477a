/** A row of CSV (RFC 4180), as a sheet that is imported reads it: every cell as it is, quoted where it must be. */
export function csvRow(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
