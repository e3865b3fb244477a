import type { AmountBasis } from './amount-basis.ts';
import type { RootCause } from './root-cause.ts';
import type { DisposedRows, Unread } from './unread.ts';
import type { VarianceTotals } from './variance.ts';

export type { RootCause } from './root-cause.ts';

/** Counts that must add up: every report and every manual PO ends in exactly one place. */
export interface Population {
  reports: { total: number; inRows: number; outsideWindow: number; outOfScope: number };
  manualOrders: { total: number; paired: number; unexplained: number; outsideWindow: number; outOfScope: number; cancelled: number; vanished: number };
}

/** What a run says at a glance; stored with it. */
export interface RunSummary {
  /** How many approval and ledger files the record held. */
  importedFiles: number;
  /** On which basis each side's amounts are; left out where the settings do not say. */
  amountBasis?: AmountBasis;
  company: string;
  window: { from: string; to: string };
  /** Reports approved for the window, would-be POs, rows that agree. */
  approvedReports: number;
  wouldBeOrders: number;
  /** Sum of the would-be POs of the window, by currency. */
  wouldBeAmounts: Record<string, string>;
  /** Would-be POs to which the chosen ERP would object only after it took them; absent where there is none. */
  objectedLater?: { blocks_release: number; blocks_invoice: number };
  agreeing: number;
  /** Those of them whose POs are dated far from the would-be PO, and its money by currency; absent where there is none. */
  agreeingFarApart?: { rows: number; amounts: Record<string, string> };
  totals: VarianceTotals;
  /** On how many rows each column was not compared; left out where all were on every row. */
  notCompared?: Record<string, number>;
  rootCauses: RootCause[];
  population: Population;
  /** Manual POs dated in the window that are paired with reports outside it, and so in no row; left out where there is none. */
  ordersOfReportsOutside?: number;
  /** States that are named nowhere, with how many reports are in them. */
  unknownStates: Record<string, number>;
  /** POs that a newer export over the same dates no longer holds. */
  vanished: string[];
  /** POs under whose number an older export has another PO; left out where there is none. */
  replacing?: string[];
  /** Rows of all imports that could not be read. */
  quarantinedRows: number;
  /** How many of those people accepted or corrected, reviewed by somebody else; left out where none were, and never stored with a run. */
  quarantineDisposed?: DisposedRows;
  /** What of those nothing later supplied; left out where there is none. */
  unread?: Unread;
  /** Bounds that matching reached. */
  limits: string[];
  /** What of the pairings by hand could not be done, in words. */
  handProblems: string[];
  outOfScope: { what: string; documents: number; amounts: Record<string, string> }[];
}
