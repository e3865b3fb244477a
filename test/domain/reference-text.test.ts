import { describe, expect, test } from 'vitest';
import { ReferenceFinder, documentNumbersIn } from '../../src/domain/reference-text.ts';

describe('known ids in a text', () => {
  const finder = new ReferenceFinder(['EXP-9041', 'EXP-904', 'EXP-9041-2', 'TRIP/2026/17', '77123', '12', 'AB', 'R1']);

  test.each([
    ['EXP-9041', ['EXP-9041']],
    ['exp9041', ['EXP-9041']],
    ['Exp 9041', ['EXP-9041']],
    ['EXP # 9041', ['EXP-9041']],
    ['EXP–9041', ['EXP-9041']],
    ['ＥＸＰ－９０４１', ['EXP-9041']],
    ['exp_9041', ['EXP-9041']],
    ['(EXP-9041)', ['EXP-9041']],
    ['EXP-904', ['EXP-904']],
    ['EXP-9041-2', ['EXP-9041-2']],
    ['EXP-9041/2', ['EXP-9041-2']],
    ['EXP-9041/1', ['EXP-9041']],
    ['EXP-9041, 2 boxes', ['EXP-9041']],
    ['EXP-904, EXP-9041', ['EXP-904', 'EXP-9041']],
    ['exp904+exp9041; EXP-904', ['EXP-904', 'EXP-9041']],
    ['see trip 2026 17 and 77123', ['TRIP/2026/17', '77123']],
    ['trip20261', []],
    ['EXP-90411', []],
    ['XEXP-9041', []],
    ['EXP-9041a', []],
    ['EXPA-9041', []],
    ['EXP      9041', []],
    ['771234', []],
    ['177123', []],
    ['', []],
  ])('%s names %j', (text, ids) => {
    expect(finder.find(text)).toEqual(ids);
  });

  test.each([
    ['12', ['12']], ['12, AB', ['12', 'AB']], ['12 boxes', []], ['ab initio', []], ['R1 and 12', ['R1']], ['repair R1', ['R1']],
  ])('a short plain id counts only among ids: %s names %j', (text, ids) => {
    expect(finder.find(text)).toEqual(ids);
  });

  test('ids that differ in their separators alone: the one with just these is meant, else both', () => {
    const alike = new ReferenceFinder(['EXP-90-41', 'EXP-9041']);
    expect([alike.find('EXP-9041'), alike.find('EXP-90-41'), alike.find('EXP9041')]).toEqual([['EXP-9041'], ['EXP-90-41'], ['EXP-90-41', 'EXP-9041']]);
  });
});

describe('document numbers', () => {
  test.each([
    [['Invoice 45531'], ['45531']],
    [['INV45531a'], ['45531']],
    [['in 2026, 1999 and 2099'], []],
    [['2100 and 1899'], ['2100', '1899']],
    [['20260602'], ['20260602']],
    [['no. 455'], []],
    [['45531', 'again 45531, then 9001234'], ['45531', '9001234']],
    [['４５５３１'], ['45531']],
    [['', ''], []],
  ])('%j: %j', (texts, numbers) => {
    expect(documentNumbersIn(...texts)).toEqual(numbers);
  });
});
