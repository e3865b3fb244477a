import { DRIFT_KIND_NAMES, type DriftKind, type NewValue } from '../../domain/drift.ts';
import type { StoredEvent } from '../../domain/event-page.ts';
import type { Sighting } from '../../domain/health.ts';
import { compareText, fold } from '../../domain/text.ts';
import { currenciesOf } from '../../erp/rules.ts';
import { codeReport } from '../../mapping/code-report.ts';
import type { Resolved } from '../../mapping/resolver.ts';
import type { ReplayContext } from '../../replay/replay-report.ts';
import { dateOfSnapshot } from './used-values.ts';

/** Whether anything in settings or sheets knows a value, and what. */
type Known = Pick<NewValue, 'needsAction' | 'says'>;

interface Seen {
  kind: DriftKind;
  value: string;
  known: Known;
  reports: Set<string>;
  first: Sighting;
  at: string;
}

const RESOLVED: Record<Resolved['state'], (resolved: Resolved) => Known> = {
  ok: ({ mappedBy, id }) => ({ needsAction: false, says: mappedBy === null ? 'known to the ERP' : `mapped to ${id}` }),
  unmapped: () => ({ needsAction: true, says: 'no mapping' }),
  unknown: ({ mappedBy, id }) => ({ needsAction: true, says: mappedBy === null ? 'unknown to the ERP' : `mapped to ${id}, which is unknown to the ERP` }),
  inactive: ({ mappedBy, id }) => ({ needsAction: true, says: mappedBy === null ? 'not active in the ERP' : `mapped to ${id}, which is not active in the ERP` }),
};

/** What the snapshots of some reports hold of the workflow, and which of it earlier ones did not. */
export class SeenValues {
  readonly #rules: ReplayContext;
  readonly #before = new Set<string>();
  readonly #new = new Map<string, Seen>();
  readonly #currencies: ReturnType<typeof currenciesOf>;
  readonly #cancelStates: ReadonlySet<string>;
  readonly #requiredRoles: ReadonlySet<string>;

  constructor(rules: ReplayContext) {
    this.#rules = rules;
    this.#currencies = currenciesOf(rules.master);
    this.#cancelStates = new Set(rules.settings.cancelStates.map(fold));
    this.#requiredRoles = new Set(rules.settings.routing.flatMap(({ require }) => require.map(fold)));
  }

  /** Takes an event; `at` is its file and line where it is new, null where an earlier run saw it. Events may come in any order. */
  add(event: StoredEvent, at: string | null): void {
    const { snapshot, source } = event;
    const { resolver, settings, scopeOf, clock } = this.#rules;
    const report: Sighting = { reportId: snapshot.reportId, date: dateOfSnapshot(snapshot, clock) };
    const see = (kind: DriftKind, value: string, known: () => Known): void => {
      if (value.trim() !== '') this.#see({ kind, value, within: kind === 'state' ? source : '' }, report, at, known);
    };
    const coded = (kind: DriftKind, resolved: Resolved | null): void => {
      if (resolved !== null) see(kind, resolved.value, () => RESOLVED[resolved.state](resolved));
    };
    see('source', source, () => ({ needsAction: false, says: '' }));
    see('state', snapshot.status, () => this.#stateKnown(source, snapshot.status));
    see('currency', snapshot.currency, () => (this.#currencies === 'any' || this.#currencies.has(snapshot.currency) ? { needsAction: false, says: 'vendors of the ERP use it' } : { needsAction: true, says: 'no vendor of the ERP uses it' }));
    for (const { role } of snapshot.approvals ?? []) see('role', role, () => (this.#requiredRoles.has(fold(role)) ? { needsAction: false, says: 'a routing rule asks for it' } : { needsAction: true, says: 'no routing rule asks for it' }));
    const { lines, approvers, entity } = codeReport(snapshot, resolver, settings, scopeOf);
    for (const approver of approvers) coded('approver', approver);
    coded('entity', entity);
    for (const { line, vendor, account, department, location } of lines) {
      coded('category', account);
      coded('department', department);
      coded('location', location);
      coded(line.vendorId === '' ? 'merchant' : 'vendor', vendor);
    }
  }

  #stateKnown(source: string, status: string): Known {
    const { final, posted, open } = this.#rules.statesOf(source);
    const state = fold(status);
    if (final.has(state)) return { needsAction: false, says: 'a final state' };
    if (posted.has(state)) return { needsAction: false, says: 'a state of what is posted already' };
    if (this.#cancelStates.has(state)) return { needsAction: false, says: 'a state that withdraws' };
    if (open?.has(state) === true) return { needsAction: false, says: `a state that ${source} documents` };
    return { needsAction: true, says: 'neither finalStates nor cancelStates name it' };
  }

  #see({ kind, value, within }: { kind: DriftKind; value: string; within: string }, report: Sighting, at: string | null, known: () => Known): void {
    const key = JSON.stringify([kind, within, fold(value)]);
    if (at === null) {
      this.#before.add(key);
      return;
    }
    const seen = this.#new.get(key);
    if (seen === undefined) this.#new.set(key, { kind, value, known: known(), reports: new Set([report.reportId]), first: report, at });
    else {
      seen.reports.add(report.reportId);
      if ((report.date ?? '') < (seen.first.date ?? '')) Object.assign(seen, { first: report, at });
    }
  }

  /** What is new, by kind; what needs action first. */
  result(): NewValue[] {
    return [...this.#new]
      .filter(([key]) => !this.#before.has(key))
      .map(([, { kind, value, known, reports, first, at }]): NewValue => ({ kind, value, ...known, reports: reports.size, first, at }))
      .sort((left, right) => DRIFT_KIND_NAMES.indexOf(left.kind) - DRIFT_KIND_NAMES.indexOf(right.kind) || Number(right.needsAction) - Number(left.needsAction) || compareText(left.value, right.value));
  }
}
