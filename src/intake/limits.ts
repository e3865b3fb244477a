/** Bounds on what one file may make the program hold at once (docs/file-formats.md). */
export const LIMITS = {
  /** Longest line of a text file, in bytes; a longer one is quarantined without being held. */
  lineBytes: 8 * 1024 * 1024,
  /** Most lines that one quoted CSV cell may span before its opening quote counts as damage; together no longer than lineBytes. */
  quotedLines: 1_000,
  /** Largest JSON document that is read whole (concur-fi), in bytes. */
  documentBytes: 256 * 1024 * 1024,
  /** Deepest nesting of a JSON document. */
  jsonDepth: 100,
  /** Most columns that a row may name: as many as a worksheet has. */
  columns: 16_384,
  /** An .xlsx file: most entries, most bytes when inflated, and largest ratio of inflated to stored. */
  workbookEntries: 2_000,
  workbookBytes: 300 * 1024 * 1024,
  workbookRatio: 100,
  /** Most elements in the XML of a workbook: what reads it takes some 300 bytes for each, so this is about 1.2 GB. */
  workbookElements: 4_000_000,
  /** Most texts and filled cells of a workbook: beyond, CSV is the format to use. */
  workbookCells: 6_000_000,
  /** An ERP's log is read whole: most bytes, and most entries. */
  logBytes: 64 * 1024 * 1024,
  logEntries: 1_000_000,
} as const;
