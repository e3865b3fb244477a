import { describe, expect, test } from 'vitest';
import { Books } from './books.ts';

const books = (): Books => new Books();
const here = { entity: '1010' };
const there = { entity: '2000' };

/** Two entities are in these books whatever else is. */
const both = (): Books => books().approved('EXP-1', { vendor: 'V-4' }, here).keyed('PO-1', { vendor: 'V-4', reference: 'EXP-1', ...here }).approved('EXP-2', { vendor: 'V-4', date: '2026-06-12' }, there).keyed('PO-2', { vendor: 'V-4', date: '2026-06-12', reference: 'EXP-2', ...there });
const beyond = (made: Books): string[] => made.pairs().filter((pair) => !/^EXP-[12] = PO-[12] /.test(pair));

describe('a PO of another legal entity is another PO', () => {
  test.each<[string, (made: Books) => Books]>([
    ['although it names the transaction', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501', ...there })],
    ['although it nearly names it', (made) => made.approved('EXP-50123', {}, here).keyed('PO-88', { memo: 'EXP-5O123', ...there })],
    ['although they share a document number', (made) => made.approved('EXP-501', {}, { ...here, name: 'Invoice 778812' }).keyed('PO-88', { memo: 'invoice 778812', ...there })],
    ['although vendor, amount, coding and date agree', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', there)],
    ['although the amount is near', (made) => made.approved('EXP-501', { lines: ['6110/D-10/L-012 123.45'] }, here).keyed('PO-88', { lines: ['6110/D-10/L-012 132.45'], ...there })],
    ['although it is the whole of a split', (made) => made.approved('EXP-501', { lines: ['6110/D-10/L-012 90000.17'] }, here).keyed('PO-88', { lines: ['6110/D-10/L-012 40000.08'], ...there }).keyed('PO-89', { lines: ['6110/D-10/L-012 50000.09'], ...there })],
    ['although several add up to it', (made) => made.approved('EXP-501', { lines: ['6110/D-10/L-012 40000.08'] }, here).approved('EXP-502', { lines: ['6110/D-10/L-012 50000.09'] }, here).keyed('PO-88', { lines: ['6110/D-10/L-012 90000.17'], ...there })],
    ['although the report was rejected, where its entity is known', (made) => made.rejected('EXP-501', here).keyed('PO-88', { reference: 'EXP-501', ...there })],
    ['and so is one without an entity, where the ledger has entities', (made) => made.approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501' })],
  ])('%s', (_, enter) => {
    expect(beyond(enter(both()))).toEqual([]);
  });

  test('a sum takes no part from it', () => {
    const made = both().approved('EXP-501', { lines: ['6110/D-10/L-012 90000.17'] }, here).keyed('PO-88', { lines: ['6110/D-10/L-012 40000.08'], ...here }).keyed('PO-89', { lines: ['6110/D-10/L-012 50000.09'], ...there });
    expect(beyond(made)).toEqual([]);
  });

  test('and repeats none', () => {
    const made = both().approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501', ...here }).keyed('PO-89', there);
    expect(beyond(made)).toEqual(['EXP-501 = PO-88 (reference)']);
    expect(beyond(made.keyed('PO-90', here))).toEqual(['EXP-501 = PO-88 + PO-90 (reference)!']);
  });

  test('although a person says otherwise, and the run says why not', () => {
    const made = both().approved('EXP-501', {}, here).keyed('PO-88', there).paired('EXP-501', ['PO-88']);
    expect(beyond(made)).toEqual([]);
    expect(made.match().handProblems).toMatchObject([{ what: 'other_entity', purchaseOrder: 'PO-88' }]);
  });
});

describe('a PO that names a transaction of another legal entity', () => {
  const made = (): Books => both().approved('EXP-501', {}, here).approved('EXP-502', {}, there).keyed('PO-88', { reference: 'EXP-501', ...there });

  test('is nobody else\'s, although it would fit', () => {
    expect(beyond(made())).toEqual([]);
  });

  test('has what it names kept from weaker evidence: neither a PO of its amount nor one that would complete it is taken', () => {
    expect(beyond(made().keyed('PO-87', here))).toEqual([]);
    const split = both().approved('EXP-501', { lines: ['6110/D-10/L-012 810.00'] }, here).keyed('PO-86', { reference: 'EXP-501', lines: ['6110/D-10/L-012 400.00'], ...here });
    const completed = (amount: string, entity: { entity: string }): string[] => beyond(split.keyed(`PO-${amount}`, { lines: [`6110/D-10/L-012 ${amount}`], ...entity, reference: entity === there ? 'EXP-501' : '' }));
    completed('410.01', there);
    expect(completed('410.00', here)).toEqual(['EXP-501 = PO-86 (reference)']);
  });

  test('stays open with that transaction, and both say where it was posted', () => {
    const rows = made().rows();
    const [dry] = rows.filter(({ transactionId }) => transactionId === 'EXP-501');
    const [keyed] = rows.filter(({ transactionId }) => transactionId === null);
    expect(dry).toMatchObject({ status: 'missing_manual', dryRun: { entity: '1010' }, flags: ['other_entity'], match: { pass: null, why: 'PO-88 names it, posted in legal entity 2000, would be 1010', candidates: [{ id: 'PO-88' }] } });
    expect(keyed).toMatchObject({ status: 'unexpected_manual', flags: ['other_entity'], manual: { poNumbers: ['PO-88'], entities: ['2000'] }, match: { why: 'names EXP-501, posted in legal entity 2000, would be 1010' } });
    for (const [row, id] of [[dry, 'PO-88'], [keyed, 'EXP-501']] as const) expect(row?.match.candidates[0]).toMatchObject({ id, why: expect.stringMatching(/^posted in legal entity 2000, would be 1010, same amount/) as string });
  });

  test('says so too where the transaction has its PO in its own entity', () => {
    const keyed = made().keyed('PO-87', { reference: 'EXP-501', ...here }).rows().find(({ transactionId }) => transactionId === null);
    expect(keyed?.match.why).toBe('names EXP-501, posted in legal entity 2000, would be 1010');
  });
});

describe('legal entities are not compared', () => {
  test('where the ledger says none, and each row with one says so', () => {
    const [row] = books().approved('EXP-501', {}, here).keyed('PO-88', { reference: 'EXP-501' }).rows();
    expect(row).toMatchObject({ status: 'match', match: { notCompared: ['entity'] } });
  });

  test('where the reports say none, and each row says so', () => {
    const [row] = books().approved('EXP-501').keyed('PO-88', { reference: 'EXP-501', ...there }).rows();
    expect(row).toMatchObject({ status: 'match', match: { notCompared: ['entity'] } });
  });

  test('where neither says any: then nothing is said of them', () => {
    const [row] = books().approved('EXP-501').keyed('PO-88', { reference: 'EXP-501' }).rows();
    expect(row?.match.notCompared).toEqual([]);
    for (const side of [row?.dryRun, row?.manual]) for (const key of ['entity', 'entities']) expect(side).not.toHaveProperty(key);
  });

  test('of a report that was rejected because its entity could not be told: it may be paired, and the row says so', () => {
    const made = both().rejected('EXP-501', { codes: ['ENTITY_UNMAPPED'] }).keyed('PO-88', { reference: 'EXP-501', ...there });
    expect(beyond(made)).toEqual(['EXP-501 = PO-88 (reference)']);
    expect(made.rows().find(({ transactionId }) => transactionId === 'EXP-501')?.match.notCompared).toEqual(['entity']);
  });
});

test('entities are compared as texts are: case and width do not matter', () => {
  expect(beyond(both().approved('EXP-501', {}, { entity: 'USMF' }).keyed('PO-88', { reference: 'EXP-501', entity: 'usmf' }))).toEqual(['EXP-501 = PO-88 (reference)']);
});
