import { describe, expect, test } from 'vitest';
import { type MasterRecord, Sheet } from '../../src/domain/reference-data.ts';
import { NamedCodes } from '../../src/mapping/named-codes.ts';

const record = (id: string, name: string): MasterRecord => ({ id, name, active: true, at: 'master/gl_accounts.csv:2' });
function codes(...records: MasterRecord[]): NamedCodes {
  const sheet = new Sheet<MasterRecord>();
  for (const each of records) sheet.set(each.id, each);
  return new NamedCodes(sheet);
}

describe('what a ledger shows for a code', () => {
  const known = codes(record('6110', 'Cleaning'), record('6120', 'Repairs & upkeep'), record('6130', ''), record('N1', 'North'), record('S1', 'Shared'), record('S2', 'shared'), record('7', '6110 Cleaning x'));

  test.each([
    ['its id', '6110', '6110'], ['its id in another case', 'n1', 'N1'], ['its name', 'cleaning', '6110'], ['its name with other spaces', ' Repairs  & upkeep ', '6120'],
    ['id and name', '6110 Cleaning', '6110'], ['id and name with a hyphen', '6120 - Repairs & upkeep', '6120'], ['id and name with a colon', '6110: Cleaning', '6110'], ['name and id', 'Cleaning (6110)', '6110'],
    ['levels above id and name', '6100 Facilities : 6110 Cleaning', '6110'],
  ])('%s: %s stands for %s', (_, text, id) => {
    expect(known.codeOf(text)).toBe(id);
  });

  test.each([
    ['nothing that is known', '6999'], ['a name that two records have', 'Shared'], ['a name under levels, which may be another of that name', 'East : North'], ['an id with another name', '6110 Repairs'], ['an id under levels, whose names may be another\'s', 'Facilities : 6110'], ['a part of a name', 'Repairs'], ['nothing', ''],
  ])('%s stays as it is: %s', (_, text) => {
    expect(known.codeOf(text)).toBe(text);
  });

  test('what two records are shown as stands for neither', () => {
    expect(codes(record('6110', 'Cleaning'), record('X', '6110 Cleaning')).codeOf('6110 Cleaning')).toBe('6110 Cleaning');
  });

  test('what is the id of one record and the name of another is neither\'s', () => {
    const crossed = codes(record('5', 'Store 9'), record('12', '5'), record('9', 'Ops'), record('OPS', 'Ops'));
    expect(['5', '12', 'East : 5', 'Ops', '9'].map((text) => crossed.codeOf(text))).toEqual(['5 (an id, and the name of 12)', '12', 'East : 5', 'Ops (an id, and the name of others)', '9']);
    expect(codes(record('OPS', 'Ops')).codeOf('Ops')).toBe('OPS');
  });

  test('a name that a row bears which could not be read is nobody\'s', () => {
    const sheet = new Sheet<MasterRecord>();
    sheet.set('D-1', record('D-1', 'Ops'));
    sheet.unreadNames.add('ops');
    expect(['Ops', 'D-1', 'D-1 Ops'].map((text) => new NamedCodes(sheet).codeOf(text))).toEqual(['Ops', 'D-1', 'D-1']);
  });

  test('without master data every text is a code', () => {
    expect(new NamedCodes(null).codeOf(' Cleaning ')).toBe('Cleaning');
  });
});
