import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/domain/nearest.ts';
import { visible, visibleJson } from '../../src/domain/text.ts';

describe('text from a file on a terminal', () => {
  test.each([
    ['an escape sequence', 'a\u001b[31mb', 'a\\u{1b}[31mb'],
    ['a bidirectional mark', 'a\u202eb', 'a\\u{202e}b'],
    ['a zero-width joiner', 'a\u200db', 'a\\u{200d}b'],
    ['a Mongolian vowel separator', 'a\u180eb', 'a\\u{180e}b'],
    ['an interlinear mark', 'a\ufff9b', 'a\\u{fff9}b'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['half a character', 'a\ud800b', 'a\\u{d800}b'],
    ['a line end and a tab', 'a\nb\tc', 'a⏎b c'],
  ])('%s is shown and not obeyed', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('what people write stays as it is', () => {
    expect(visible('Café Ñandú, 東京 店舗 👍 – „Müller“')).toBe('Café Ñandú, 東京 店舗 👍 – „Müller“');
  });

  test('as JSON it is escaped, and the value stays the same', () => {
    const value = { text: 'a\u001b\u202e\u{e0041}\u180e👍\u007f' };
    const json = visibleJson(value, 2);
    expect(json).toMatch(/^[\n\x20-\x7e👍]*$/u);
    expect(JSON.parse(json)).toEqual(value);
  });
});

describe('the nearest known value', () => {
  test.each([
    ['Photograhpy', ['Photography', 'Cleaning'], 'Photography'],
    ['V-104', ['V-1043', 'V-2000'], 'V-1043'],
    ['Cleaning', ['Signage', 'Freight'], undefined],
  ])('to %s among %j is %s', (value, known, found) => {
    expect(nearest(value, known, { onTie: 'none' })).toBe(found);
  });

  test('is nobody where several are as near, unless the first will do', () => {
    const ids = ['V-1001', 'V-1002', 'V-1003'];
    expect([nearest('V-1009', ids, { onTie: 'none' }), nearest('V-1009', ids)]).toEqual([undefined, 'V-1001']);
    // A nearer one ends the tie.
    expect(nearest('V-1009', [...ids, 'V-1009X', 'V-1008', 'v-1009 '], { onTie: 'none' })).toBe('v-1009 ');
  });
});
