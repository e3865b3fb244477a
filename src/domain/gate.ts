/** A plain value that a gate measured or requires; what a waiver is bound to. */
export type Measure = string | number | boolean | null | { [name: string]: Measure } | Measure[];

/** What would turn a gate: who does what, and how much money that clears, in plain decimals by currency. */
export interface Remedy {
  action: string;
  /** A command that does it or shows it; '' where there is none. */
  command: string;
  rows: number;
  clears: Record<string, string>;
}

export interface GateWaiver {
  /** Number of the audit entry. */
  entry: number;
  reason: string;
  by: string;
  at: string | null;
  review: { by: string; at: string | null } | null;
}

/** One gate, evaluated. */
export interface GateResult {
  id: string;
  title: string;
  passed: boolean;
  waivable: boolean;
  measured: Measure;
  required: Measure;
  /** The same two in words that fit a cell. */
  measuredText: string;
  requiredText: string;
  /** What the result rests on, and what stands against it, most important first. */
  evidence: string[];
  /** [] where it passed. */
  remedies: Remedy[];
  /** The waiver in force: given for this very measure, and reviewed by somebody else. */
  waiver: GateWaiver | null;
}

/** All gates and what they come to. */
export interface Verdict {
  verdict: 'GO' | 'NO-GO';
  /** `GO`, `GO with 2 waivers`, `NO-GO: 3 of 18 gates do not pass`. */
  words: string;
  /** The instant it holds for, ISO 8601; null for an empty record. */
  asOf: string | null;
  auditHead: string;
  auditLength: number;
  gates: GateResult[];
  /** The smallest set of actions that would make it GO: the currencies take turns, each with its largest; [] for GO. */
  actions: Remedy[];
}
