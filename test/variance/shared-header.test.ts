import { describe, expect, test } from 'vitest';
import { ZonedClock } from '../../src/domain/calendar.ts';
import { NO_RATES } from '../../src/matching/amounts/rates.ts';
import { buildRows } from '../../src/variance/build-rows.ts';
import { Books } from '../matching/books.ts';

const lines = (amount: string, account = '6110') => [`${account}/D-10/L-012 ${amount}`];
const names = { reference: 'EXP-1 EXP-2' };
/** Two reports of two vendors, which some POs name together. */
const twoVendors = (): Books => new Books().approved('EXP-1', { lines: lines('100.00') }).approved('EXP-2', { vendor: 'V-2', lines: lines('200.00') });
/** The same, keyed as two POs that each name both, of one vendor and one amount apart. */
const twoPeriods = (): Books => new Books().approved('EXP-1', { lines: lines('100.00'), period: '2026-05' }).approved('EXP-2', { lines: lines('200.00') });

describe('one PO for would-be POs of two vendors', () => {
  test('is a match for neither: it is of one vendor and covers both', () => {
    expect(twoVendors().keyed('PO-1', { ...names, lines: lines('300.00') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor', 'EXP-2 PO-1 coding_variance 0.00 vendor']);
  });

  test('of one report as of several', () => {
    const books = new Books().approved('EXP-1', [{ lines: lines('100.00') }, { vendor: 'V-2', lines: lines('200.00') }]).keyed('PO-1', { reference: 'EXP-1', lines: lines('300.00') });
    expect(books.table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor', 'EXP-1 PO-1 coding_variance 0.00 vendor']);
    expect(books.rows().map(({ atStake }) => atStake)).toEqual(['100.00', '200.00']);
  });

  test('of a third vendor', () => {
    expect(twoVendors().keyed('PO-1', { ...names, vendor: 'V-3', lines: lines('300.00') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor', 'EXP-2 PO-1 coding_variance 0.00 vendor']);
  });

  test('with too much or too little keyed, too', () => {
    expect(twoVendors().keyed('PO-1', { ...names, lines: lines('350.00') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor', 'EXP-2 PO-1 amount_variance 50.00 vendor']);
    expect(twoVendors().keyed('PO-1', { ...names, lines: lines('250.00') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor', 'EXP-2 PO-1 amount_variance -50.00 vendor']);
  });

  test('is no match for the one whose vendor nothing was keyed for, however much is short', () => {
    expect(twoVendors().keyed('PO-1', { ...names, vendor: 'V-2', lines: lines('199.00') }).table()[0]).toBe('EXP-1 PO-1 coding_variance 0.00 vendor');
  });

  test('whose name resolves to nobody with certainty', () => {
    expect(twoVendors().keyed('PO-1', { ...names, vendor: '', vendorName: 'Acme', lines: lines('300.00') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor_unconfirmed', 'EXP-2 PO-1 coding_variance 0.00 vendor_unconfirmed']);
  });

  test('is compared in everything else where the ledger has no vendors', () => {
    expect(twoVendors().keyed('PO-1', { ...names, vendor: '', vendorName: '', lines: lines('300.00'), notCompared: ['vendor'] }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-1 match 0.00']);
  });

  test('a tolerance for amounts lets no vendor pass', () => {
    const books = new Books({ tolerance: { absolute: '0.05', percent: '0' } }).approved('EXP-1', { lines: lines('100.00') }).approved('EXP-2', { vendor: 'V-2', lines: lines('0.04') });
    expect(books.keyed('PO-1', { ...names, lines: lines('100.04') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor', 'EXP-2 PO-1 coding_variance 0.00 vendor']);
  });
});

describe('several POs for would-be POs of two vendors', () => {
  test('agree where each vendor has its own money', () => {
    const books = twoVendors().keyed('PO-1', { ...names, lines: lines('30.00') }).keyed('PO-2', { ...names, lines: lines('70.00') }).keyed('PO-3', { ...names, vendor: 'V-2', lines: lines('120.00') }).keyed('PO-4', { ...names, vendor: 'V-2', lines: lines('80.00') });
    expect(books.rows().map(({ status, match }) => [status, match.group])).toEqual([['match', 'PO-1+PO-2+PO-3+PO-4'], ['match', 'PO-1+PO-2+PO-3+PO-4']]);
  });

  test('differ for the vendors whose money was swapped, and for no third', () => {
    const books = twoVendors().approved('EXP-3', { vendor: 'V-3', lines: lines('50.00') });
    const all = { reference: 'EXP-1 EXP-2 EXP-3' };
    expect(books.keyed('PO-1', { ...all, lines: lines('180.00') }).keyed('PO-2', { ...all, vendor: 'V-2', lines: lines('120.00') }).keyed('PO-3', { ...all, vendor: 'V-3', lines: lines('50.00') }).rows().map(({ transactionId, status, causes }) => [transactionId, status, ...causes]))
      .toEqual([['EXP-1', 'coding_variance', 'vendor'], ['EXP-2', 'coding_variance', 'vendor'], ['EXP-3', 'match']]);
  });

  test('that hide one vendor’s missing money behind another’s surplus', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2', { vendor: 'V-2' }).approved('EXP-3', { vendor: 'V-3' });
    const all = { reference: 'EXP-1 EXP-2 EXP-3' };
    const rows = books.keyed('PO-1', { ...all, lines: lines('200.00') }).keyed('PO-2', { ...all, vendor: 'V-3', lines: lines('200.00') }).rows();
    expect(rows.map(({ causes }) => causes)).toEqual([['vendor'], ['vendor'], ['vendor']]);
  });

  test('coded the one as the other', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2', { vendor: 'V-2', lines: lines('100.00', '6120') });
    const swapped = books.keyed('PO-1', { ...names, lines: lines('100.00', '6120') }).keyed('PO-2', { ...names, vendor: 'V-2', lines: lines('100.00') });
    expect(swapped.rows().map(({ status, causes }) => [status, ...causes])).toEqual([['coding_variance', 'gl_account'], ['coding_variance', 'gl_account']]);
  });
});

describe('shared POs in other fiscal periods', () => {
  test('one PO for two periods is a match for neither', () => {
    expect(twoPeriods().keyed('PO-1', { ...names, lines: lines('300.00') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 period', 'EXP-2 PO-1 coding_variance 0.00 period']);
  });

  test('one PO in a third period', () => {
    expect(twoPeriods().keyed('PO-1', { ...names, period: '2026-07', lines: lines('300.00') }).rows().map(({ causes }) => causes)).toEqual([['period'], ['period']]);
  });

  test('each period’s money in a PO of its own agrees', () => {
    const books = twoPeriods().keyed('PO-1', { ...names, period: '2026-05', lines: lines('60.00') }).keyed('PO-2', { ...names, period: '2026-05', lines: lines('40.00') }).keyed('PO-3', { ...names, lines: lines('150.00') }).keyed('PO-4', { ...names, lines: lines('50.00') });
    expect(books.rows().map(({ status, match }) => [status, match.group])).toEqual([['match', 'PO-1+PO-2+PO-3+PO-4'], ['match', 'PO-1+PO-2+PO-3+PO-4']]);
  });

  test('vendor and period swapped between two POs of one amount', () => {
    const books = new Books().approved('EXP-1', { period: '2026-05' }).approved('EXP-2', { vendor: 'V-2' });
    const swapped = books.keyed('PO-1', { ...names, period: '2026-06' }).keyed('PO-2', { ...names, vendor: 'V-2', period: '2026-05' });
    expect(swapped.rows().map(({ status, causes }) => [status, ...causes])).toEqual([['coding_variance', 'vendor', 'period'], ['coding_variance', 'vendor', 'period']]);
  });

  test('a surplus in another period is told on the row that bears it', () => {
    const books = new Books({ tolerance: { absolute: '5.00', percent: '0' } }).approved('EXP-1', { lines: lines('100.00') }).approved('EXP-2', { lines: lines('200.00') });
    const rows = books.keyed('PO-1', { ...names, lines: lines('296.00') }).keyed('PO-2', { ...names, period: '2026-05', lines: lines('7.00') }).rows();
    expect(rows.at(-1)).toMatchObject({ status: 'coding_variance', causes: ['period'] });
  });
});

describe('a shared PO that holds nothing of an account', () => {
  test('is no match for the report of that account, however much is short', () => {
    const books = new Books().approved('EXP-1', { lines: lines('40.00', '6120') }).approved('EXP-2', { lines: lines('60.00') });
    expect(books.keyed('PO-1', { ...names, lines: lines('59.00') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 gl_account', 'EXP-2 PO-1 amount_variance -41.00']);
  });
});

describe('would-be POs in several currencies', () => {
  test('have no share in one PO, whoever put them together: neither is a match', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2', { currency: 'EUR' }).keyed('PO-1', { ...names, lines: lines('200.00') });
    const together = { ...books.match(), pairings: [{ dry: [0, 1], manual: [0], pass: 'reference', why: 'together', repeated: false }] };
    const rows = [...buildRows({ ...books.sides(), matched: together, settings: books.settings, amounts: NO_RATES, periods: [], clock: new ZonedClock('UTC'), asOf: null, rowId: (key) => key }).rows];
    expect(rows.map(({ status, variance, causes, manual }) => [status, variance, causes, manual.amount])).toEqual([['amount_variance', null, ['currency'], null], ['amount_variance', null, ['currency'], null]]);
  });
});
