import { describe, expect, it } from 'vitest';
import { lookAtLag, lookAtParts, lookAtRefused, lookAtReplay, lookAtStoring, lookAtUnreadable } from '../../src/alerts/causes/capture.ts';
import { lookAtDrift } from '../../src/alerts/causes/drift.ts';
import { gateStandings, lookAtGates } from '../../src/alerts/causes/gates.ts';
import { lookAtParity } from '../../src/alerts/causes/parity.ts';
import type { Drift, NewValue } from '../../src/domain/drift.ts';
import type { GateResult, Verdict } from '../../src/domain/gate.ts';
import { EMPTY_DAY, type ParityEntry, type ParityGap, type ParityKind, type ParitySide } from '../../src/domain/parity.ts';
import { HOUR, NOW } from './alerts-of.ts';

const side = (amount: string | null, currency = 'USD', vendor = 'V-1'): ParitySide => ({ currency, vendor, amount, count: 1 });
const entry = (kind: ParityKind | null, parts: Partial<ParityEntry> = {}): ParityEntry => ({ date: '2026-06-10', source: 'ramp', transactionId: 'EXP-1', kind, approved: side('10.00'), ledger: side('15.00'), purchaseOrders: [{ number: 'PO-1', madeBy: null, enteredBy: [] }], notes: [], ...parts });
const parityOf = (entries: ParityEntry[], parts: { from?: string; to?: string; gaps?: ParityGap[] } = {}) => ({ from: '2026-06-10', to: '2026-06-10', asOf: '2026-06-11T14:00:00Z', gaps: [], entries, ...parts });
const gapOf = (date: string | null, about = 'inputs.ledger[0]'): ParityGap => ({ about, date, says: `${about} is missing` });
const LAST = '2026-06-10';

describe('parity as alerts', () => {
  it('has one for each date, kind and currency, and not for each row, the largest difference first', () => {
    const { alerts } = lookAtParity(parityOf([entry('different_money', { transactionId: 'EXP-1' }), entry('different_money', { transactionId: 'EXP-2', ledger: side('110.00') }), entry('different_money', { transactionId: 'EXP-3', approved: side('5', 'JPY'), ledger: side('9', 'JPY') }), entry('approved_without_po', { ledger: null, purchaseOrders: [] }), entry('different_money', { date: '2026-06-09' })], { from: '2026-06-09' }), LAST);
    expect(alerts.map(({ key, severity, count, money, since, command }) => [key, severity, count, money, since, command])).toEqual([
      ['parity/2026-06-09/different_money/USD', 'critical', 1, { USD: '5.00' }, '2026-06-09', 'parity --date 2026-06-09'],
      ['parity/2026-06-10/approved_without_po/USD', 'critical', 1, { USD: '10.00' }, '2026-06-10', 'parity --date 2026-06-10'],
      ['parity/2026-06-10/different_money/JPY', 'critical', 1, { JPY: '4' }, '2026-06-10', 'parity --date 2026-06-10'],
      ['parity/2026-06-10/different_money/USD', 'critical', 2, { USD: '105.00' }, '2026-06-10', 'parity --date 2026-06-10'],
    ]);
    expect(alerts[3]?.lines[0]).toContain('EXP-2, PO-1; approved $10.00 V-1, in the ledger $110.00 V-1');
  });

  it.each<[string, ParityEntry, Record<string, string>, string]>([
    ['a PO without an approval is about what was keyed', entry('po_without_approval', { approved: null }), { USD: '15.00' }, 'critical'],
    ['other currencies are not subtracted from each other', entry('other_currency', { ledger: side('15.00', 'CAD') }), { USD: '10.00' }, 'critical'],
    ['another vendor is about all of the money', entry('other_vendor', { ledger: side('10.00', 'USD', 'V-2') }), { USD: '10.00' }, 'warning'],
    ['a vendor who is not confirmed is about all of the money', entry('vendor_unconfirmed', { ledger: side('10.00', 'USD', 'Wrong Co') }), { USD: '10.00' }, 'warning'],
    ['an amount that can\'t be told counts as none', entry('not_comparable', { approved: side(null), ledger: null }), { USD: '0.00' }, 'warning'],
  ])('%s', (_what, found, money, severity) => {
    expect(lookAtParity(parityOf([found]), LAST).alerts).toMatchObject([{ money, severity }]);
  });

  it('shows the money of both sides, however long a vendor\'s name is', () => {
    const long = 'x'.repeat(5_000);
    const [alert] = lookAtParity(parityOf([entry('different_money', { approved: side('10.00', 'USD', long), ledger: side('15.00', 'USD', long) })]), LAST).alerts;
    expect(alert?.lines[0]).toMatch(/approved \$10\.00 x+… \(4,\d+ more\), in the ledger \$15\.00 x+… \(4,\d+ more\) \(2026-06-10\)$/);
  });

  it('is quiet about what agrees and about what is only told', () => {
    expect(lookAtParity(parityOf([entry(null), entry('within_tolerance'), entry('not_yet_due')]), LAST).alerts).toEqual([]);
  });

  it('closes what is of the dates asked for, and nothing while something is missing', () => {
    const open = { key: 'parity/2026-06-10/different_money/USD', since: '2026-06-10' };
    const undated = { key: 'parity/undated/different_money/USD', since: null };
    expect([open, undated].map((each) => lookAtParity(parityOf([]), LAST).covers(each))).toEqual([true, true]);
    expect([open, undated].map((each) => lookAtParity(parityOf([], { gaps: [gapOf(null)] }), LAST).covers(each))).toEqual([false, false]);
    expect(lookAtParity(parityOf([], { from: '2026-06-11', to: '2026-06-12' }), LAST).covers(open)).toBe(false);
    expect(lookAtParity(parityOf([], { from: '2026-06-01', to: '2026-06-12' }), '2026-06-12').covers(open)).toBe(true);
  });

  it('closes what is of known dates where another date is missing', () => {
    const open = (since: string) => ({ key: `parity/${since}/different_money/USD`, since });
    const look = lookAtParity(parityOf([], { from: '2026-06-08', gaps: [gapOf('2026-06-09', EMPTY_DAY)] }), LAST);
    expect(['2026-06-08', '2026-06-09', '2026-06-10'].map((date) => look.covers(open(date)))).toEqual([true, false, true]);
  });

  it('tells an empty business day for itself, beside a source that stopped, and that it is over once it has both', () => {
    const { alerts } = lookAtParity(parityOf([], { from: '2026-06-08', gaps: [gapOf('2026-06-08', EMPTY_DAY), gapOf('2026-06-10')] }), LAST);
    expect(alerts.map(({ key, since }) => [key, since])).toEqual([['parity_not_known', null], ['parity_not_known/2026-06-08', '2026-06-08']]);
    expect(lookAtParity(parityOf([], { from: '2026-06-08' }), LAST).covers({ key: 'parity_not_known/2026-06-08', since: '2026-06-08' })).toBe(true);
  });

  it('says nothing of dates before the one that it is asked from', () => {
    const look = lookAtParity(parityOf([entry('different_money', { date: '2026-06-07' })], { from: '2026-06-01', gaps: [gapOf('2026-06-05', EMPTY_DAY)] }), LAST, '2026-06-08');
    expect(look.alerts).toEqual([]);
    expect(look.covers({ key: 'parity/2026-06-07/different_money/USD', since: '2026-06-07' })).toBe(false);
  });

  it.each<[ParityKind]>([['not_yet_due'], ['not_comparable']])('is not over while one of its purchases is %s; another purchase that is holds nothing open', (kind) => {
    const open = { key: 'parity/2026-06-10/approved_without_po/USD', since: '2026-06-10', members: ['transaction EXP-1'] };
    const covers = (transactionId: string) => lookAtParity(parityOf([entry(kind, { transactionId, ledger: null, purchaseOrders: [] })]), LAST).covers(open);
    expect([covers('EXP-1'), covers('EXP-2')]).toEqual([false, true]);
  });

  it('says that nobody can know for the last complete date alone: a question about another one says nothing of that', () => {
    const missing = parityOf([], { gaps: [gapOf('2026-06-10')] });
    const open = { key: 'parity_not_known', since: null };
    expect(lookAtParity(missing, LAST).alerts).toMatchObject([{ key: 'parity_not_known', cause: 'parity_not_known', severity: 'warning', count: 1 }]);
    expect(lookAtParity(missing, '2026-06-12').alerts).toEqual([]);
    expect([lookAtParity(parityOf([]), LAST).covers(open), lookAtParity(parityOf([]), '2026-06-12').covers(open)]).toEqual([true, false]);
  });
});

const gate = (id: string, passed: boolean, waived = false): GateResult => ({ id, title: `About ${id}`, passed, waivable: true, measured: 3, required: 0, measuredText: '3 open', requiredText: 'none', evidence: ['EXP-1'], remedies: [], waiver: waived ? { entry: 1, reason: '', by: 'dana', at: null, review: null } : null });
const verdict = (...gates: GateResult[]): Verdict => ({ verdict: gates.every(({ passed, waiver }) => passed || waiver !== null) ? 'GO' : 'NO-GO', words: 'NO-GO: 1 of 2', asOf: null, auditHead: '', auditLength: 0, gates, actions: [] });
const BOTH_PASS = gateStandings(verdict(gate('a', true), gate('b', true)));

describe('gates as alerts', () => {
  it('are those that turned, and the verdict where it was GO', () => {
    const { alerts } = lookAtGates(verdict(gate('a', true), gate('b', false)), BOTH_PASS, []);
    expect(alerts.map(({ key, severity, lines }) => [key, severity, lines[0]])).toEqual([['gate/verdict', 'critical', 'NO-GO: 1 of 2'], ['gate/b', 'warning', '3 open; required: none']]);
  });

  it('are none where they failed from the beginning, or were never looked at', () => {
    expect(lookAtGates(verdict(gate('a', false)), new Map(), []).alerts).toEqual([]);
    expect(lookAtGates(verdict(gate('a', false)), gateStandings(verdict(gate('a', false))), []).alerts).toEqual([]);
  });

  it('stay until they pass or are waived, whatever stood when they were looked at last', () => {
    const failed = gateStandings(verdict(gate('b', false)));
    const open = [{ key: 'gate/b' }, { key: 'gate/verdict' }];
    expect(lookAtGates(verdict(gate('b', false)), failed, open).alerts.map(({ key }) => key)).toEqual(['gate/verdict', 'gate/b']);
    expect(lookAtGates(verdict(gate('b', true)), failed, open).alerts).toEqual([]);
    expect(lookAtGates(verdict(gate('b', false, true)), failed, open).alerts).toEqual([]);
  });
});

const value = (kind: NewValue['kind'], name: string, needsAction = true): NewValue => ({ kind, value: name, needsAction, says: 'no mapping', reports: 2, first: { reportId: 'EXP-1', date: '2026-06-09' }, at: 'a.jsonl:1' });
const driftOf = (parts: Partial<Drift>): Drift => ({ asOf: null, newest: 'run-2', against: 'run-1', needsAction: true, newReports: 1, knownReports: 1, minReports: 30, values: [], rows: [], rates: [], notes: [], ...parts });

describe('drift as alerts', () => {
  it('has one for each kind of new value, one for rows and one for rates, of what needs action', () => {
    const found = driftOf({
      values: [value('approver', 'mia@shop.example'), value('approver', 'joe@shop.example'), value('merchant', 'Kanto Paper', false), value('state', 'archived')],
      rows: [{ what: 'mapping/vendors', from: 'Acme', was: 'V-1', is: null, needsAction: true, reports: 3, at: 'mapping/vendors.csv:2' }],
      rates: [{ code: 'VENDOR_UNMAPPED', now: { failures: 9, trials: 10 }, history: { failures: 1, trials: 100 }, bounds: null, verdict: 'rose' }, { code: 'PERIOD_CLOSED', now: { failures: 0, trials: 10 }, history: { failures: 1, trials: 100 }, bounds: null, verdict: 'as_before' }],
    });
    expect(lookAtDrift(found, '2026-06-04').alerts.map(({ key, title, count, counted, command }) => [key, title, count, counted, command])).toEqual([
      ['drift/approver', 'New in the workflow: approver', 2, 'values', 'drift --since 2026-06-04'], ['drift/state', 'New in the workflow: approval state', 1, 'value', 'drift --since 2026-06-04'],
      ['drift/row', 'Mapping rows no longer lead where they led', 1, 'row', 'drift --since 2026-06-04'], ['drift/rate', 'Findings became more frequent', 1, 'finding', 'drift --since 2026-06-04'],
    ]);
  });

  it('closes nothing that was found against an earlier run, nor where there is no run to compare with', () => {
    const open = { key: 'drift/approver', since: '2026-06-04' };
    expect([lookAtDrift(driftOf({}), '2026-06-04').covers(open), lookAtDrift(driftOf({}), '2026-06-08').covers(open), lookAtDrift(driftOf({ against: null }), '2026-06-04').covers(open)]).toEqual([true, false, false]);
  });
});

describe('capture and replay as alerts', () => {
  it.each([
    ['on time', 60, []], ['late', 61, ['warning']], ['very late', 601, ['critical']],
  ])('a delivery that waits is %s after %i minutes', (_what, minutes, severities) => {
    expect(lookAtLag({ waiting: 2, oldestAt: NOW - minutes * HOUR / 60 }, 60, NOW).alerts.map(({ severity }) => severity)).toEqual(severities);
  });

  it('a clock that was put back makes no delivery late, and none waits where there is none', () => {
    expect(lookAtLag({ waiting: 2, oldestAt: NOW + HOUR }, 60, NOW).alerts).toEqual([]);
    expect(lookAtLag({ waiting: 0, oldestAt: null }, 60, NOW).alerts).toEqual([]);
  });

  it('files that wait for the others of their export are told where they wait for long, and over once none waits', () => {
    expect(lookAtParts('drop', ['h.csv waits', 'i.csv waits'], ['h.csv waits']).alerts).toMatchObject([{ key: 'capture/parts/drop', cause: 'capture', severity: 'warning', count: 1, lines: ['h.csv waits'] }]);
    const open = { key: 'capture/parts/drop', since: null };
    expect([lookAtParts('drop', ['h.csv waits'], []), lookAtParts('drop', [], []), lookAtParts('other', [], [])].map((each) => [each.alerts.length, each.covers(open)])).toEqual([[0, false], [0, true], [0, false]]);
  });

  it('each trouble has a key of its own, and closes no other', () => {
    const looks = [lookAtUnreadable(['a:1: no JSON']), lookAtLag({ waiting: 1, oldestAt: 0 }, 60, NOW), lookAtStoring('disk full'), lookAtRefused('drop', ['a.csv: no header']), lookAtReplay('locked')];
    const keys = looks.map(({ alerts }) => alerts[0]?.key as string);
    expect(keys).toEqual(['capture/unreadable', 'capture/lag', 'capture/not_stored', 'capture/refused/drop', 'replay/failed']);
    expect(looks.map(({ covers }) => keys.filter((key) => covers({ key, since: null })))).toEqual(keys.map((key) => [key]));
    expect([lookAtUnreadable([]), lookAtStoring(null), lookAtRefused('drop', []), lookAtReplay(null)].flatMap(({ alerts }) => alerts)).toEqual([]);
  });
});
