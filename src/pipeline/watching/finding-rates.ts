import type { DriftedRate, NewValue } from '../../domain/drift.ts';
import { type FindingCode, FINDINGS, FINDING_CODES } from '../../domain/finding.ts';
import type { Sighting } from '../../domain/health.ts';
import type { ReplayedReport } from '../../replay/replayed-report.ts';
import { judgeRate } from '../../watching/drift/judge-rates.ts';

/** The first new report with a finding, and how many have it. */
interface FirstFinding {
  first: Sighting;
  at: string;
  reports: number;
}

/** Counts findings among reports that were approved: those that are new, and those of before. */
export class FindingRates {
  readonly #counts = new Map<FindingCode, { now: number; history: number }>();
  readonly #firsts = new Map<FindingCode, FirstFinding>();
  #now = 0;
  #history = 0;

  /** Takes a report as it is replayed today. */
  add({ transaction: { reportId, date, outcome, findings, at } }: ReplayedReport, isNew: boolean): void {
    if (outcome !== 'created' && outcome !== 'updated' && outcome !== 'rejected') return;
    if (isNew) this.#now++;
    else this.#history++;
    for (const code of new Set(findings.filter(({ severity }) => severity === 'error').map((finding) => finding.code))) {
      const count = this.#counts.get(code) ?? { now: 0, history: 0 };
      this.#counts.set(code, count);
      count[isNew ? 'now' : 'history']++;
      if (!isNew) continue;
      const known = this.#firsts.get(code);
      if (known === undefined) this.#firsts.set(code, { first: { reportId, date }, at, reports: 1 });
      else {
        known.reports++;
        if ((date ?? '') < (known.first.date ?? '')) Object.assign(known, { first: { reportId, date }, at });
      }
    }
  }

  /** The rate of every finding that any report has, in the order of the catalogue. */
  rates(minReports: number): DriftedRate[] {
    return FINDING_CODES.flatMap((code) => {
      const count = this.#counts.get(code);
      return count === undefined ? [] : [judgeRate(code, { failures: count.now, trials: this.#now }, { failures: count.history, trials: this.#history }, minReports)];
    });
  }

  /** Findings that no report of before has; where there are none of before nothing is new. */
  newFindings(): NewValue[] {
    if (this.#history === 0) return [];
    return FINDING_CODES.flatMap((code): NewValue[] => {
      const found = this.#firsts.get(code);
      return found === undefined || (this.#counts.get(code)?.history ?? 0) > 0 ? [] : [{ kind: 'finding', value: code, needsAction: true, says: FINDINGS[code].title, ...found }];
    });
  }
}
