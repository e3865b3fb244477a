import { describe, expect, test } from 'vitest';
import { Draw } from '../../draw.ts';
import { VendorNames } from '../../../src/matching/vendor-names/vendor-names.ts';

const KNOWN = [
  'Acme Janitorial Supply Co', 'Acme Supply', 'Apex Supply', 'Bluebird Signage LLC', 'Bluebird Catering', 'Cedar Catering', 'Cedar Cleaning Services Inc', 'Delta Air Lines', 'Delta Hotels',
  'Garden State Hardware', 'Harbor Freight Manufacturing', 'J. Smith and Sons', 'Kanto Paper KK', 'Müller & Söhne GmbH', 'Northgate Office Supply', 'Northwind Office Supply', 'Pacific International Logistics',
  'Store 12 Supplies', 'Store 13 Supplies', 'United Airlines', 'United Rentals', 'Łódzka Drukarnia',
];
const names = new VendorNames(KNOWN.map((name) => ({ key: name, name })));
const like = (name: string): string[] => names.like(name).map(({ key }) => key);

describe('a name as people write it in a ledger stands for the one vendor', () => {
  test.each([
    ['a letter left out', 'ACME JANITRIAL SUPPLY', 'Acme Janitorial Supply Co'],
    ['a letter left out of a short name', 'Blubird Signage', 'Bluebird Signage LLC'],
    ['neighbours that changed places', 'Bluebrid Signage', 'Bluebird Signage LLC'],
    ['neighbours that changed places at the beginning', 'Untied Rentals', 'United Rentals'],
    ['a wrong letter', 'Kanto Papar', 'Kanto Paper KK'],
    ['slips in two words', 'Northwnd Offce Suply', 'Northwind Office Supply'],
    ['words cut off', 'acme jan sup', 'Acme Janitorial Supply Co'],
    ['cut off in the middle of a word', 'Acme Janitorial S', 'Acme Janitorial Supply Co'],
    ['the last word left out', 'Northwind Office', 'Northwind Office Supply'],
    ['words abbreviated', 'Harbor Frt Mfg', 'Harbor Freight Manufacturing'],
    ['words without their vowels', 'Grdn State Hdwe', 'Garden State Hardware'],
    ['an abbreviation in the middle', 'Pacific Intl Logistics', 'Pacific International Logistics'],
    ['in two words instead of one', 'Blue Bird Signage', 'Bluebird Signage LLC'],
    ['in one word instead of two', 'Delta Airlines', 'Delta Air Lines'],
    ['words in another order', 'Smith J & Sons', 'J. Smith and Sons'],
    ['without an initial', 'SMITH & SONS', 'J. Smith and Sons'],
    ['transliterated', 'MULLER SOHNE', 'Müller & Söhne GmbH'],
    ['transliterated as one does in German', 'Mueller und Soehne', 'Müller & Söhne GmbH'],
    ['without its diacritics', 'Lodzka Drukarnia', 'Łódzka Drukarnia'],
    ['another legal form', 'Kanto Paper Ltd', 'Kanto Paper KK'],
    ['a number of a bank’s beside it', 'UNITED AIRLINES 0162345', 'United Airlines'],
  ])('%s: %s', (_, written, meant) => {
    expect(like(written)[0]).toBe(meant);
    expect(names.like(written).filter(({ percent }) => percent === names.like(written)[0]?.percent)).toHaveLength(1);
  });
});

describe('a name that may stand for several is evidence for each, and for none more than for another', () => {
  test.each([
    ['Bluebird', ['Bluebird Catering', 'Bluebird Signage LLC']],
    ['United', ['United Airlines', 'United Rentals']],
    ['Delta', ['Delta Air Lines', 'Delta Hotels']],
    ['ACME', ['Acme Janitorial Supply Co', 'Acme Supply']],
  ])('%s', (written, meant) => {
    expect(like(written)).toEqual(meant);
    expect(new Set(names.like(written).map(({ percent }) => percent)).size).toBe(1);
  });
});

describe('other names stand for nobody', () => {
  test.each([
    ['another store', 'Store 14 Supplies'],
    ['only words that many have', 'Office Supply'],
    ['a single such word', 'Supply'],
    ['one word in common, another beside it', 'Cedar Printing'],
    ['a name that sounds like it', 'Delphi Hostels'],
    ['nothing in common', 'Riverside Plumbing'],
    ['no letters', '—'],
    ['nothing', ''],
  ])('%s: %s', (_, written) => {
    expect(like(written)).toEqual([]);
  });
});

describe('a text names a vendor', () => {
  test.each([
    ['whole', 'boxes from Bluebird Signage for the window, June', ['Bluebird Signage LLC']],
    ['mistyped', 'pd united arlines 0162345 june', ['United Airlines']],
    ['the longer of two names that stand there', 'acme janitorial supply, mops', ['Acme Janitorial Supply Co']],
    ['two vendors', 'Kanto Paper and Apex Supply', ['Apex Supply', 'Kanto Paper KK']],
  ])('%s', (_, text, named) => {
    expect(names.namedIn(text)).toEqual(named);
  });

  test.each([['part of a name', 'acme, mops'], ['nothing', 'lunch with the team'], ['a blank', '']])('but not by %s', (_, text) => {
    expect(names.namedIn(text)).toEqual([]);
  });
});

test('five thousand names are looked up among five thousand in a moment', () => {
  const draw = new Draw(7);
  const syllable = (): string => `${'bcdfghklmnprstvz'[draw.below(16)]}${'aeiou'[draw.below(5)]}`;
  const word = (): string => syllable() + syllable() + (draw.percent(50) ? syllable() : '');
  const many = Array.from({ length: 5_000 }, () => `${word()} ${word()} ${draw.of(['supply', 'foods', 'studio', 'group', 'media'])}`);
  const start = performance.now();
  const found = new VendorNames(many.map((name) => ({ key: name, name })));
  let right = 0;
  for (const name of many) if (found.like(name.slice(0, 4) + name.slice(5)).some(({ key }) => key === name)) right++;
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(right).toBeGreaterThan(4_800);
});
