import type { RunCoverage } from '../domain/coverage.ts';
import type { StoredEvent } from '../domain/event-page.ts';
import type { MappingRow, MappingSheetName } from '../domain/reference-data.ts';
import type { RootCause, RootCauseFacts, UsedMappingRow } from '../domain/root-cause.ts';
import { compareText, fold } from '../domain/text.ts';
import type { VarianceRow } from '../domain/variance.ts';
import { type CodedLine, codeReport } from '../mapping/code-report.ts';
import type { ReplayContext } from '../replay/replay-report.ts';
import type { RecordReader } from '../store/record-reader.ts';
import { inWords } from '../variance/cause-words.ts';
import { SHEET_OF } from '../variance/coding-words.ts';
import { type Need, needsOf } from '../variance/needs.ts';
import { causeId } from './cause-id.ts';
import type { DryRunJob } from './dry-run.ts';

/** Rows whose reports are coded once more: enough for any fortnight of which somebody reads every row, and soon done where there are more. */
export const MOST_LOOKED_UP = 2_000;

/** The root causes whose rows are looked up: the largest first, each with all its rows; of none that is not about a mapping row. */
export function lookedUp(causes: readonly Pick<RootCauseFacts, 'id' | 'status' | 'cause' | 'values' | 'rows'>[]): Set<string> {
  const chosen = new Set<string>();
  let left = MOST_LOOKED_UP;
  for (const { id, status, cause, values, rows } of causes) {
    if (status !== 'coding_variance' || SHEET_OF[cause] === undefined || values.dryRun.length === 0 || rows > left) continue;
    chosen.add(id);
    left -= rows;
  }
  return chosen;
}

/**
 * Looks up which mapping rows the dry run used where another value was keyed: the reports of those rows are coded once more, since a
 * run keeps what a PO is coded to, and not through which row it was. Of large records only the largest root causes are looked up,
 * each with all its rows.
 */
export class MappingEvidence {
  readonly #rules: ReplayContext;
  readonly #reader: Pick<RecordReader, 'eventsOf'>;
  readonly #chosen: ReadonlySet<string>;
  /** By id of a root cause, then by the mapping row's place. */
  readonly #used = new Map<string, Map<string, UsedMappingRow>>();

  private constructor(rules: ReplayContext, reader: Pick<RecordReader, 'eventsOf'>, chosen: ReadonlySet<string>) {
    this.#rules = rules;
    this.#reader = reader;
    this.#chosen = chosen;
  }

  /** Prepares the look-up for root causes, the largest first; undefined where none of them is about a mapping row. */
  static async of(causes: readonly RootCause[], { settings, sheets }: Pick<DryRunJob, 'settings' | 'sheets'>, reader: Pick<RecordReader, 'eventsOf'>): Promise<MappingEvidence | undefined> {
    const chosen = lookedUp(causes);
    if (chosen.size === 0) return undefined;
    const { prepareRules } = await import('./dry-run.ts');
    return new MappingEvidence(await prepareRules(settings, sheets), reader, chosen);
  }

  /** Takes a row that is open. */
  add(row: VarianceRow): void {
    if (row.transactionId === null || row.dryRun.poNumber === null) return;
    const needs = needsOf(row).filter(({ key }) => this.#chosen.has(causeId(key)));
    if (needs.length === 0) return;
    const lines = linesOf(this.#rules, this.#reader.eventsOf(row.transactionId), row.dryRun.poNumber);
    for (const need of needs) this.#note(need, lines);
  }

  #note({ key, cause, dryRun }: Need, lines: readonly CodedLine[]): void {
    const sheet = SHEET_OF[cause] as MappingSheetName;
    const wanted = new Set(dryRun.flatMap((value) => value.split(' / ')).map(fold));
    const rows = new Set<MappingRow>();
    for (const line of lines) {
      const resolved = { vendors: line.vendor, categories: line.account, departments: line.department, locations: line.location, approvers: null, entities: null }[sheet];
      if (resolved !== null && resolved.mappedBy !== null && wanted.has(fold(resolved.id))) rows.add(resolved.mappedBy);
    }
    const id = causeId(key);
    for (const { from, to, at } of rows) {
      const byPlace = this.#used.get(id) ?? new Map<string, UsedMappingRow>();
      this.#used.set(id, byPlace);
      const known = byPlace.get(at);
      if (known === undefined) byPlace.set(at, { sheet, from, to, at, rows: 1, used: 0 });
      else known.rows++;
    }
  }

  /** The root causes with the mapping rows that were used, and what follows from them. */
  complete(causes: readonly RootCause[], { facts }: RunCoverage): RootCause[] {
    const used = new Map(facts.filter(({ what }) => what.startsWith('mapping/')).map(({ what, at, transactions }) => [`${what} ${at}`, transactions]));
    const usedOf = ({ sheet, at, rows }: UsedMappingRow): number => Math.max(rows, used.get(`mapping/${sheet} ${at}`) ?? 0);
    return causes.map((cause) => {
      const found = this.#used.get(cause.id);
      if (found === undefined) return cause;
      const mapping = [...found.values()].map((row) => ({ ...row, used: usedOf(row) })).sort((left, right) => right.rows - left.rows || compareText(left.at, right.at));
      return inWords({ ...cause, mapping });
    });
  }
}

/** The lines of a would-be PO as the mapping coded them: its report's last final snapshot is what it was made from. */
function linesOf({ resolver, settings, scopeOf, statesOf }: ReplayContext, events: readonly StoredEvent[], poNumber: string): readonly CodedLine[] {
  const last = events.findLast(({ snapshot, source }) => statesOf(source).final.has(fold(snapshot.status)));
  if (last === undefined) return [];
  const { groups } = codeReport(last.snapshot, resolver, settings, scopeOf);
  return groups[Number(poNumber.slice(poNumber.lastIndexOf('.') + 1)) - 1]?.lines ?? [];
}

/** The mapping rows that root causes told of when the run was made, for those that are counted again. */
export function mappingOf(causes: readonly RootCause[]): (id: string) => UsedMappingRow[] {
  const known = new Map(causes.map(({ id, mapping }) => [id, mapping]));
  return (id) => known.get(id) ?? [];
}
