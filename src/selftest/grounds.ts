import type { FindingCode } from '../domain/finding.ts';
import type { Mapping, MasterData } from '../domain/reference-data.ts';
import type { Settings } from '../domain/settings.ts';

/** What a self-test is made from: a project's settings, and its sheets as they lie in its folder. */
export interface Grounds {
  settings: Settings;
  master: MasterData;
  mapping: Mapping;
  /** The states of a report that create a PO, the first of them first. */
  finalStates: readonly string[];
  /** What the chosen ERP objects to only after the PO was created, so that it rejects nothing. */
  objectedLater: ReadonlySet<FindingCode>;
}
