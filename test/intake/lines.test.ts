import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/intake/limits.ts';
import { readWholeText } from '../../src/intake/lines.ts';
import { makeFolder } from '../project-folder.ts';
import { fileOf, linesFrom, utf16 } from './collected.ts';

const texts = (content: string | Buffer): string[] => linesFrom(content).map((line) => line.text);
const problems = (content: string | Buffer): (string | null)[] => linesFrom(content).map((line) => line.problem);

describe('a text file reads the same', () => {
  const plain = 'id,name\n1,Käse & Söhne\n2,日本 😀\n';
  const expected = ['id,name', '1,Käse & Söhne', '2,日本 😀'];

  it.each([
    ['UTF-8', Buffer.from(plain)],
    ['UTF-8 with byte-order mark', Buffer.from(`\ufeff${plain}`)],
    ['UTF-16 little endian with mark', utf16(plain, 'little', true)],
    ['UTF-16 little endian without mark', utf16(plain, 'little', false)],
    ['UTF-16 big endian with mark', utf16(plain, 'big', true)],
    ['UTF-16 big endian without mark', utf16(plain, 'big', false)],
    ['line ends CRLF', Buffer.from(plain.replaceAll('\n', '\r\n'))],
    ['UTF-16 and CRLF', utf16(plain.replaceAll('\n', '\r\n'), 'little', true)],
    ['no line end at its end', Buffer.from(plain.slice(0, -1))],
  ])('whatever its bytes: %s', (_, bytes) => {
    expect(texts(bytes)).toEqual(expected);
    expect(problems(bytes)).toEqual([null, null, null]);
  });

  it('wherever the blocks of a long file cut it', () => {
    // Lines of growing length, so that line ends and characters of one to four bytes fall on every side of a block's end.
    const lines = Array.from({ length: 3_000 }, (_, index) => `${index} ${'aé日😂'.repeat(index % 300)}`);
    const text = lines.join('\n');
    expect(Buffer.byteLength(text)).toBeGreaterThan(3 * 1024 * 1024);
    expect(texts(Buffer.from(text))).toEqual(lines);
    expect(texts(utf16(text, 'little', true))).toEqual(lines);
    expect(texts(utf16(text, 'big', false))).toEqual(lines);
  });
});

describe('damage to one line is told of that line alone', () => {
  it('a byte that is not UTF-8', () => {
    const found = linesFrom(Buffer.concat([Buffer.from('one\ntw'), Buffer.from([0xe9]), Buffer.from('o\nthree\n')]));
    expect(found.map((line) => [line.number, line.problem === null])).toEqual([[1, true], [2, false], [3, true]]);
    expect(found[1]?.problem).toMatch(/not valid UTF-8/);
    expect(found[2]?.text).toBe('three');
  });

  it('a NUL byte, also as the very first one', () => {
    expect(problems('one\ntw\u0000o\nthree\n').map((problem) => problem === null)).toEqual([true, false, true]);
    expect(problems('\u0000one\ntwo\nthree\n').map((problem) => problem === null)).toEqual([false, true, true]);
  });

  it('half of a UTF-16 character', () => {
    const bytes = utf16('one\ntw?o\nthree\n', 'little', true);
    bytes.writeUInt16LE(0xd83d, bytes.indexOf(Buffer.from('?', 'utf16le')));
    expect(problems(bytes).map((problem) => problem === null)).toEqual([true, false, true]);
  });

  it('a UTF-16 file that was cut in the middle of a character', () => {
    const bytes = utf16('one\ntwo', 'little', true);
    expect(problems(bytes.subarray(0, -1)).map((problem) => problem === null)).toEqual([true, false]);
  });

  it('a line longer than the limit, of which only the beginning is kept', () => {
    const long = `PO-1,${'x'.repeat(LIMITS.lineBytes)}`;
    const found = linesFrom(`before\n${long}\nafter\n`);
    expect(found.map((line) => line.number)).toEqual([1, 2, 3]);
    expect(found[1]?.problem).toBe(`longer than ${LIMITS.lineBytes} bytes`);
    expect(found[1]?.text).toMatch(/^PO-1,x+$/);
    expect(found[1]?.text.length).toBeLessThan(10_000);
    expect([found[0]?.text, found[2]?.text, found[2]?.problem]).toEqual(['before', 'after', null]);
  });

  it('a line of the longest length allowed is read', () => {
    const [line] = linesFrom('x'.repeat(LIMITS.lineBytes));
    expect(line?.problem).toBeNull();
    expect(line?.text.length).toBe(LIMITS.lineBytes);
  });
});

it('a file of one line of 2 GB is read through in little memory, and the line after it is read', () => {
  const path = join(makeFolder(), 'endless.jsonl');
  const file = openSync(path, 'w');
  ftruncateSync(file, 2 * 1024 ** 3);
  writeSync(file, '\n{"last":true}\n', 2 * 1024 ** 3);
  closeSync(file);
  const script = `
    import { forEachLine } from ${JSON.stringify(fileURLToPath(new URL('../../src/intake/lines.ts', import.meta.url)))};
    const seen = [];
    forEachLine(${JSON.stringify(path)}, ({ number, text, problem }) => seen.push({ number, characters: text.length, problem }));
    console.log(JSON.stringify({ seen, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));`;
  const printed = execFileSync(process.execPath, ['--max-old-space-size=48', '--input-type=module', '-e', script], { encoding: 'utf8' });
  const { seen, peakMegabytes } = JSON.parse(printed) as { seen: { number: number; characters: number; problem: string | null }[]; peakMegabytes: number };
  expect(seen.map(({ number, problem }) => [number, problem])).toEqual([[1, `longer than ${LIMITS.lineBytes} bytes`], [2, null]]);
  expect(seen[1]?.characters).toBe('{"last":true}'.length);
  expect(peakMegabytes).toBeLessThan(200);
}, 60_000);

describe('a small file that is read whole', () => {
  it('is refused where it is larger than it may be', () => {
    expect(() => readWholeText(fileOf('x'.repeat(101), 'a.yaml').path, 100, 'a.yaml')).toThrow(/larger than 100 bytes/);
    expect(readWholeText(fileOf('x'.repeat(100), 'a.yaml').path, 100, 'a.yaml')).toHaveLength(100);
  });

  it('is refused where it is no text', () => {
    expect(() => readWholeText(fileOf(Buffer.from([0x61, 0xff, 0x62]), 'a.yaml').path, 100, 'a.yaml')).toThrow(/not valid UTF-8/);
  });
});
