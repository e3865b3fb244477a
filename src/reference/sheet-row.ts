/** A row in the canonical columns of its sheet. */
export interface SheetTableRow {
  line: number;
  cells: readonly string[];
  problem: { field: string; value: string; reason: string } | null;
}
