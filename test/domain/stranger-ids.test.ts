import { expect, test } from 'vitest';
import { StrangerIds } from '../../src/domain/stranger-ids.ts';

const said = (text: string, ...ids: string[]): string[] => new StrangerIds(ids.length === 0 ? ['EXP-9041', 'EXP-9042', 'EXP-100000'] : ids).saidIn(text).map(({ id }) => id);

test.each<[string, string[]]>([
  ['EXP-9999', ['EXP-9999']],
  ['for exp9999, toner', ['EXP9999']],
  ['EXP # 9999', ['EXP-9999']],
  ['EXP-999999', ['EXP-999999']],
  ['EXP-9999 and EXP-9998', ['EXP-9999', 'EXP-9998']],
  ['EXP-9999; exp-9999', ['EXP-9999']],
  ['EXP-9999 office supplies', ['EXP-9999']],
])('"%s" says an id that is like the known ones', (text, expected) => {
  expect(said(text)).toEqual(expected);
});

test.each([
  ['nothing', ''], ['a number', '9999'], ['another prefix', 'REQ-9999'], ['fewer digits', 'EXP-999'], ['more digits', 'EXP-99999'], ['a month', 'EXP-2026-06'], ['a year', 'Exp 2026, budget'], ['what goes on before it', 'XEXP-9999'], ['what goes on behind it', 'EXP-9999A'],
  ['a separator in another place', 'E-XP9999'], ['parts of a list', 'EXP, 9999'], ['a gap', 'EXP     9999'],
])('%s is none', (_, text) => {
  expect(said(text)).toEqual([]);
});

test('ids of digits or letters alone, and of few digits, have no shape: they would be in any text', () => {
  expect(said('100042 45531 ABC R-07', '100041', 'ABD', 'R-01')).toEqual([]);
});

test('ids whose letters differ are of one shape each', () => {
  expect(said('3F000107, 3F000AB7', '3F000106', '4E000000')).toEqual(['3F000107']);
});

test('ids that are drawn at random have the letters of no other', () => {
  expect(said('8B1DCE8B8C2D4F4D8E35, 0f8a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c', '8B1DCE8B8C2D4F4D8E34', '0f8a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b3c')).toEqual([]);
});

test('a year in an id of more numbers is a part of it', () => {
  expect(said('ER-2026-0417', 'ER-2026-0418')).toEqual(['ER-2026-0417']);
});

test('an id with more parts is told as a whole', () => {
  expect(said('AB-12-EXP-9999, AB-12-EXP', 'AB-12-EXP-9041')).toEqual(['AB-12-EXP-9999']);
});

test('of reports that take no part it is known why', () => {
  const strangers = new StrangerIds(['EXP-9041'], [['exp-9050', 'unread'], ['EXP-9051', 'nothing_to_order']]);
  expect(strangers.saidIn('EXP9050, EXP-9051, EXP-9052')).toEqual([{ id: 'EXP9050', is: 'unread' }, { id: 'EXP-9051', is: 'nothing_to_order' }, { id: 'EXP-9052', is: 'unknown' }]);
});
