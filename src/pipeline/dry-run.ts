import { ZonedClock } from '../domain/calendar.ts';
import { type EventPage, type StoredEvent, reportsIn } from '../domain/event-page.ts';
import type { RunCoverage } from '../domain/coverage.ts';
import { defaultEntity } from '../domain/erp-settings.ts';
import { finding } from '../domain/finding.ts';
import { identityIn } from '../domain/people.ts';
import type { Settings } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import { erpProfile } from '../erp/erp-profile.ts';
import { ledgerDimensions } from '../mapping/ledger-codes.ts';
import { Resolver } from '../mapping/resolver.ts';
import { lineScope } from '../mapping/scope.ts';
import { type SheetFile, readReferenceData } from '../reference/sheets.ts';
import { CoverageTally } from '../replay/coverage-tally.ts';
import { rejectedWhole } from '../replay/rejected-whole.ts';
import type { RecordedEvent } from '../replay/recorded-event.ts';
import { type ReplayContext, type ReplayStep, replayReport } from '../replay/replay-report.ts';
import type { ReplayedReport } from '../replay/replayed-report.ts';
import type { StoredQuarantine } from '../store/record-reader.ts';
import { type ReplayPage, ReplayPageBuilder, RunCodes } from './replay-page.ts';
import { sha256 } from './sha256.ts';
import { stateMeanings } from './state-meanings.ts';
import { type ToldApprovals, approvalTold } from './told-approvals.ts';

/** All that replaying a page of events rests on, as plain data, so that another thread can do it. */
export interface DryRunJob {
  settings: Settings;
  sheets: SheetFile[];
  /** Names of files by import. */
  shown: Map<number, string>;
  /** Quarantined approvals by report, without those that a later import supplied. */
  unread: Map<string, StoredQuarantine[]>;
  told: ToldApprovals;
}

/** Reads the sheets and prepares the rules. Throws CannotRun. */
export async function prepareRules(settings: Settings, sheets: readonly SheetFile[]): Promise<ReplayContext> {
  const { master, mapping } = await readReferenceData(sheets);
  return {
    settings, master,
    clock: new ZonedClock(settings.timeZone),
    resolver: new Resolver(mapping, master, defaultEntity(settings), ledgerDimensions(settings)),
    profile: erpProfile(settings, sha256),
    scopeOf: lineScope(settings.scope.lines),
    statesOf: stateMeanings(settings),
    identityOf: identityIn(settings.people),
  };
}

/** The quarantined document that makes a report incomplete: one of its own that is newer than all that was read. */
function unreadableNewer(unread: readonly StoredQuarantine[], events: readonly StoredEvent[]): StoredQuarantine | undefined {
  const { snapshot } = events[events.length - 1] as StoredEvent;
  return unread.find((item) => {
    if (item.revision === null) return true;
    if (item.revision !== snapshot.revision) return item.revision > snapshot.revision;
    return item.occurredAt === null || item.occurredAt >= (snapshot.occurredAt ?? Number.NEGATIVE_INFINITY);
  });
}

/** The dry run of single reports: their events through trigger, routing, mapping and ERP rules. */
export class DryRun {
  readonly #job: Omit<DryRunJob, 'sheets' | 'settings'>;
  readonly rules: ReplayContext;
  readonly #coverage: CoverageTally;
  readonly #codes = new RunCodes();

  constructor(job: Omit<DryRunJob, 'sheets' | 'settings'>, rules: ReplayContext) {
    this.#job = job;
    this.rules = rules;
    this.#coverage = new CoverageTally(rules);
  }

  /** Replays one report, all of its events given in order. `trace` receives each event's effect. */
  report(events: readonly StoredEvent[], trace?: (step: ReplayStep) => void): ReplayedReport {
    const { shown, unread, told } = this.#job;
    const recorded = events.map((event): RecordedEvent => ({
      snapshot: event.snapshot, source: event.source, at: `${shown.get(event.importId) ?? `import ${event.importId}`}:${event.line}`,
      told: told.states.size === 0 ? undefined : approvalTold(event, told, this.rules.statesOf(event.source)),
    }));
    const replayed = replayReport(recorded, this.rules, trace);
    const own = unread.size === 0 ? undefined : unread.get(replayed.transaction.reportId);
    const unreadable = own === undefined ? undefined : unreadableNewer(own, events);
    return unreadable === undefined ? replayed : withoutItsNewest(replayed, unreadable);
  }

  /** Replays a page of whole reports. */
  page(events: EventPage): ReplayPage {
    const page = new ReplayPageBuilder(this.#codes);
    for (const report of reportsIn(events)) {
      const replayed = this.report(report);
      const { final, posted, open } = this.rules.statesOf((report[report.length - 1] as StoredEvent).source);
      const state = fold(replayed.lastState);
      page.add(replayed, final.has(state) || posted.has(state) || open?.has(state) === true ? null : replayed.lastState, this.#coverage.add(replayed));
    }
    return page.take(events.reportId.length);
  }

  /** What all pages together exercised. */
  coverage(): RunCoverage {
    return this.#coverage.result();
  }
}

/** A report of which nobody knows what its newest snapshot says. */
function withoutItsNewest(replayed: ReplayedReport, { shown, line, field, value, reason }: StoredQuarantine): ReplayedReport {
  return rejectedWhole(replayed, finding('SNAPSHOT_UNREADABLE', { field, value: value.slice(0, 200), at: `${shown}:${line}`, detail: reason }), ['incomplete']);
}
