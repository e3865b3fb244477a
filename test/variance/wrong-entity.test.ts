import { describe, expect, test } from 'vitest';
import { type VarianceRow, packRow, unpackRow } from '../../src/domain/variance.ts';
import { causeId } from '../../src/pipeline/cause-id.ts';
import { notesOf } from '../../src/report/model.ts';
import { rootCauseLine } from '../../src/report/root-cause-text.ts';
import { rowRemedy } from '../../src/report/row-remedy.ts';
import { boundOf } from '../../src/resolution/bound.ts';
import { rootCausesOf } from '../../src/variance/root-causes.ts';
import { totalsOf } from '../../src/variance/totals.ts';
import { Books } from '../matching/books.ts';

const here = { entity: '1010' };
const there = { entity: '2000' };
const line = (amount: string): string[] => [`6110/D-10/L-012 ${amount}`];

/** Two entities are in these books whatever else is, of another vendor. */
const books = (settings: Record<string, unknown> = {}): Books =>
  new Books(settings).approved('EXP-1', { vendor: 'V-4' }, here).keyed('PO-1', { vendor: 'V-4', reference: 'EXP-1', ...here }).approved('EXP-2', { vendor: 'V-4', date: '2026-06-12' }, there).keyed('PO-2', { vendor: 'V-4', date: '2026-06-12', reference: 'EXP-2', ...there });

/** EXP-501 of 1010 was keyed in 2000, and names it. */
const wrongCompany = (made = books()): Books => made.approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501', ...there });

const openRows = (made: Books): VarianceRow[] => made.rows().filter(({ status }) => status !== 'match');
/** `EXP-501 ~ PO-88 (reference)` for each row that names the other half of its PO. */
const told = (made: Books): string[] => made.rows().flatMap(({ transactionId, manual, match: { counterpart } }) => (counterpart === undefined ? [] : [`${transactionId ?? manual.poNumbers.join()} ~ ${counterpart.id} in ${counterpart.entity || 'none'} (${counterpart.by})`]));
const BOTH = (by: string): string[] => [`EXP-501 ~ PO-88 in 2000 (${by})`, `PO-88 ~ EXP-501 in 1010 (${by})`];

describe('a PO that was entered in the wrong company', () => {
  test('is no pair: both rows stay open, name each other and say why', () => {
    const rows = openRows(wrongCompany());
    expect(rows.map(({ status, variance, causes, flags }) => [status, variance, causes, flags])).toEqual([
      ['missing_manual', '-100.00', ['other_entity'], ['other_entity']], ['unexpected_manual', '100.00', ['other_entity'], ['other_entity']],
    ]);
    expect(told(wrongCompany())).toEqual(BOTH('reference'));
    expect(rows.map((row) => row.match.why)).toEqual(['PO-88 names it, posted in legal entity 2000, would be 1010', 'names EXP-501, posted in legal entity 2000, would be 1010']);
    expect(rows.map((row) => notesOf(row).filter((note) => note.startsWith('Likely')))).toEqual([
      ['Likely counterpart in legal entity 2000: PO-88, by its reference; no pair is made across legal entities, and each row has its own money at stake.'],
      ['Likely counterpart in legal entity 1010: EXP-501, by its reference; no pair is made across legal entities, and each row has its own money at stake.'],
    ]);
    for (const row of rows) expect(rowRemedy(row)).toMatch(/^Enter the PO in its own legal entity and cancel the other/);
  });

  test.each<[string, (made: Books) => Books, string[]]>([
    ['by vendor, amount and date, where it names nobody', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', there), BOTH('vendor_amount_date')],
    ['by its reference, whatever its amount and date', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501', date: '2026-06-14', lines: line('40.00'), ...there }), BOTH('reference')],
    ['by its reference, where it stands in no company at all', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501' }), ['EXP-501 ~ PO-88 in none (reference)', 'PO-88 ~ EXP-501 in 1010 (reference)']],
    ['by its reference, vendor and amount, where the report comes to several POs', (made) => made.approved('EXP-501', [{}, { vendor: 'V-2' }], here).keyed('PO-88', { reference: 'EXP-501', ...there }), BOTH('reference')],
    ['not where the report comes to several POs and none has its amount', (made) => made.approved('EXP-501', [{}, { vendor: 'V-2' }], here).keyed('PO-88', { reference: 'EXP-501', lines: line('40.00'), ...there }), []],
    ['not where two POs name the report', (made) => wrongCompany(made).keyed('PO-89', { reference: 'EXP-501', ...there }), []],
    ['not where one PO names two reports', (made) => made.approved('EXP-501', {}, here).approved('EXP-502', {}, here).keyed('PO-88', { reference: 'EXP-501 EXP-502', lines: line('200.00'), ...there }), []],
    ['not where the PO of the report was entered in its own company too', (made) => wrongCompany(made).keyed('PO-87', { reference: 'EXP-501', ...here }), []],
    ['not where the report was rejected, which is another thing to mend', (made) => made.rejected('EXP-501', here).keyed('PO-88', { reference: 'EXP-501', ...there }), []],
    ['not by another vendor', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { vendor: 'V-2', ...there }), []],
    ['not by another amount', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { lines: line('100.01'), ...there }), []],
    ['not in another currency', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501', currency: 'EUR', ...there }), []],
    ['not beyond the date window, without a reference', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { date: '2026-06-09', ...there }), []],
    ['not where two POs of the other company fit equally well', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', there).keyed('PO-89', there), []],
    ['not where two reports fit equally well', (made) => made.approved('EXP-501', {}, here).approved('EXP-502', {}, here).keyed('PO-88', there), []],
    ['not where a PO of its own company comes near', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', there).keyed('PO-87', { lines: line('310.00'), ...here }), []],
    ['not where a report of the PO\'s own company comes near', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', there).approved('EXP-502', { lines: line('310.00') }, there), []],
    ['not where the PO names a report that needs none', (made) => made.approved('EXP-501', {}, here).outOfScope('EXP-502').keyed('PO-88', { reference: 'EXP-502', ...there }), []],
    ['not of a PO in the company of the report that comes near, and is no pair', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { lines: line('310.00'), ...here }), []],
    ['not by a vendor\'s name that is only alike', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { vendor: '', vendorName: 'Acme Janitorial Suply', ...there }), []],
    ['not where a rejected report fits', (made) => made.rejected('EXP-501', here).keyed('PO-88', there), []],
    ['not where its newest version could not be read', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501', incomplete: 'unreadable', ...there }), []],
    ['not where people parted them', (made) => wrongCompany(made).parted('EXP-501', 'PO-88'), []],
    ['not where legal entities are not compared', () => new Books().approved('EXP-501', {}, here).keyed('PO-88', { vendor: 'V-2' }), []],
  ])('is told %s', (_, enter, expected) => {
    expect(told(enter(books()))).toEqual(expected);
  });
});

describe('the money of one PO in the wrong company', () => {
  const stakes = (made: Books): string[] => openRows(made).map(({ status, atStake }) => `${status} ${atStake}`);
  const openMoney = (made: Books): string | undefined => totalsOf(made.rows()).currencies.USD?.open;

  test('is at stake in each of its two rows, whole', () => {
    expect(stakes(wrongCompany())).toEqual(['missing_manual 100.00', 'unexpected_manual 100.00']);
    const larger = books().approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501', lines: line('130.00'), ...there });
    expect([stakes(larger), openMoney(larger)]).toEqual([['missing_manual 100.00', 'unexpected_manual 130.00'], '230.00']);
  });

  test('of a PO that takes back what was approved too', () => {
    const opposite = books().approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501', lines: line('-100.00'), ...there });
    expect(openRows(opposite).map(({ status, atStake, match }) => `${status} ${atStake} ${match.counterpart?.id}`)).toEqual(['missing_manual 100.00 PO-88', 'unexpected_manual 100.00 EXP-501']);
  });

  test('stays with the row that is open where the other was accepted', () => {
    const accepted: VarianceRow['resolution'] = { id: 1, disposition: 'accepted', state: 'resolved', wrong: 'ledger', reason: 'agreed', by: 'dana', at: '2026-06-16T00:00:00Z', reviewedBy: 'lee' } as never;
    const rows = wrongCompany().rows().map((row) => (row.status === 'missing_manual' ? { ...row, resolution: accepted } : row));
    expect(totalsOf(rows)).toMatchObject({ open: 1, currencies: { USD: { open: '100.00' } } });
  });

  test('stands in the totals with both rows, as the gross variance does', () => {
    expect(totalsOf(wrongCompany().rows())).toMatchObject({ open: 2, currencies: { USD: { net: '0.00', gross: '200.00', open: '200.00' } } });
  });

  test('in one root cause, by where the PO would be and where it stands', () => {
    const made = wrongCompany().approved('EXP-502', { lines: line('20.00') }, here).keyed('PO-89', { reference: 'EXP-502', lines: line('20.00'), enteredBy: 'clerk7', ...there });
    const causes = rootCausesOf(made.rows(), causeId);
    expect(causes.map(rootCauseLine)).toEqual(['POs entered in legal entity 2000 that would be in 1010: 2 transactions, $240.00, 2 POs']);
    expect(causes[0]).toMatchObject({ status: 'missing_manual', cause: 'other_entity', values: { dryRun: ['1010'], manual: ['2000'] }, rows: 4, alone: { rows: 4, atStake: { USD: '240.00' } } });
  });

  test('of a PO in no company too', () => {
    expect(rootCausesOf(books().approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501' }).rows(), causeId).map(rootCauseLine)).toEqual(['POs entered in no legal entity that would be in 1010: 1 transaction, $200.00, 1 PO']);
  });

  test('whereas what is not sure to be one PO counts by itself', () => {
    const two = wrongCompany().keyed('PO-89', { reference: 'EXP-501', ...there });
    expect([stakes(two), openMoney(two)]).toEqual([['missing_manual 100.00', 'unexpected_manual 100.00', 'unexpected_manual 100.00'], '300.00']);
  });
});

test('a row keeps its counterpart in the database, and what was decided about it lapses when that is another one', () => {
  for (const row of wrongCompany().rows()) expect(unpackRow(packRow(row, true), row.firstStatus)).toEqual(row);
  const [row] = openRows(wrongCompany()) as [VarianceRow];
  const other = { ...row, match: { ...row.match, counterpart: { id: 'PO-89', entity: '2000', by: 'reference' as const } } };
  expect(boundOf(other)).not.toBe(boundOf(row));
});
