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
    ['levels above id and name', '6100 Facilities : 6110 Cleaning', '6110'], ['levels above the id', 'Facilities : 6110', '6110'],
  ])('%s: %s stands for %s', (_, text, id) => {
    expect(known.codeOf(text)).toBe(id);
  });

  test.each([
    ['nothing that is known', '6999'], ['a name that two records have', 'Shared'], ['a name under levels, which may be another of that name', 'East : North'], ['an id with another name', '6110 Repairs'], ['a part of a name', 'Repairs'], ['nothing', ''],
  ])('%s stays as it is: %s', (_, text) => {
    expect(known.codeOf(text)).toBe(text);
  });

  test('what two records are shown as stands for neither', () => {
    expect(codes(record('6110', 'Cleaning'), record('X', '6110 Cleaning')).codeOf('6110 Cleaning')).toBe('6110 Cleaning');
  });

  test('without master data every text is a code', () => {
    expect(new NamedCodes(null).codeOf(' Cleaning ')).toBe('Cleaning');
  });
});
