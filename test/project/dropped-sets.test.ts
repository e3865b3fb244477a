import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DroppedFile, droppedFiles } from '../../src/project/dropped-files.ts';
import { type PartPatterns, droppedSets } from '../../src/project/dropped-sets.ts';
import { wildText, withoutTimes } from '../../src/project/wild-text.ts';
import { makeFolder } from '../project-folder.ts';

const TWO: PartPatterns = { headers: ['drop/done/*headers*.csv'], lines: ['drop/done/*lines*.csv'] };
const THREE: PartPatterns = { ...TWO, assignments: ['drop/done/*assignments*.csv'] };

function setsOf(patterns: PartPatterns, ...names: string[]): { sets: string[]; waiting: string[] } {
  const folder = makeFolder();
  for (const name of names) writeFileSync(join(folder, name), name);
  const nameOf = (file: DroppedFile | undefined): string => file?.name ?? '–';
  const { sets, waiting } = droppedSets(folder, droppedFiles(folder), patterns);
  return { sets: sets.map(({ headers, lines, assignments }) => [headers, lines, ...(patterns.assignments === undefined ? [] : [assignments])].map(nameOf).join(' + ')).sort(), waiting: waiting.map(({ file, why }) => `${file.name}: ${why}`) };
}

describe('files of one export', () => {
  it.each<[string, PartPatterns, string[], string[]]>([
    ['have the same text in their names', TWO, ['po-headers-june.csv', 'po-lines-june.csv'], ['po-headers-june.csv + po-lines-june.csv']],
    ['are told from those of another day', TWO, ['headers-20260602.csv', 'headers-20260603.csv', 'lines-20260603.csv', 'lines-20260602.csv'], ['headers-20260602.csv + lines-20260602.csv', 'headers-20260603.csv + lines-20260603.csv']],
    ['may each have its own time behind the date', TWO, ['headers-2026-06-02T0600.csv', 'lines-2026-06-02T0607.csv', 'headers_20260603_060001.csv', 'lines_20260603_060412.csv'], ['headers-2026-06-02T0600.csv + lines-2026-06-02T0607.csv', 'headers_20260603_060001.csv + lines_20260603_060412.csv']],
    ['may have nothing but their kind in their names', TWO, ['headers.csv', 'lines.csv'], ['headers.csv + lines.csv']],
    ['are three where the settings name three', THREE, ['headers-1.csv', 'lines-1.csv', 'assignments-1.csv'], ['headers-1.csv + lines-1.csv + assignments-1.csv']],
    ['of one time are put together before those of one day', TWO, ['headers-20260602T0600.csv', 'lines-20260602T0600.csv', 'headers-20260602T1800.csv', 'lines-20260602T1805.csv'], ['headers-20260602T0600.csv + lines-20260602T0600.csv', 'headers-20260602T1800.csv + lines-20260602T1805.csv']],
    ['may be named by patterns with other wildcards', { headers: ['exports/[0-9]???-{head,headers}.{csv,txt}'], lines: ['exports/lines_*'] }, ['0602-head.csv', 'lines_0602'], ['0602-head.csv + lines_0602']],
  ])('%s', (_how, patterns, names, sets) => {
    expect(setsOf(patterns, ...names).sets).toEqual(sets);
  });

  it.each<[string, PartPatterns, string[], string[]]>([
    ['the lines have not come', TWO, ['headers-1.csv'], ['headers-1.csv: its export lacks the file of lines']],
    ['the lines are of another day', TWO, ['headers-20260602.csv', 'lines-20260603.csv'], ['headers-20260602.csv: its export lacks the file of lines', 'lines-20260603.csv: its export lacks the file of headers']],
    ['one of three has not come', THREE, ['headers-1.csv', 'lines-1.csv'], ['headers-1.csv: its export lacks the file of assignments', 'lines-1.csv: its export lacks the file of assignments']],
    ['two of a day might belong to one', TWO, ['headers-20260602T0600.csv', 'lines-20260602T0605.csv', 'lines-20260602T1805.csv'], [
      'headers-20260602T0600.csv: which lines it belongs to is not clear from the names',
      'lines-20260602T0605.csv: which headers it belongs to is not clear from the names',
      'lines-20260602T1805.csv: which headers it belongs to is not clear from the names',
    ]],
  ])('wait where %s', (_why, patterns, names, waiting) => {
    expect(setsOf(patterns, ...names)).toEqual({ sets: [], waiting });
  });
});

describe('the wildcards of a pattern', () => {
  it.each([
    ['*headers*.csv', 'po-headers-0602.csv', 'po\n0602'],
    ['headers-????.csv', 'headers-0602.csv', '0602'],
    ['po.headers.(*).csv', 'po.headers.(7).csv', '7'],
    ['po.headers.csv', 'poXheaders.csv', undefined],
    ['*.{csv,xlsx}', 'june.xlsx', 'june'],
    ['headers-[!a].csv', 'headers-a.csv', undefined],
  ])('of %s stand for what %s has there', (pattern, name, text) => {
    expect(wildText(pattern, name)).toBe(text);
  });

  it.each([
    ['2026-06-02T06:00:01.250Z', '2026-06-02'],
    ['20260602_0600', '20260602'],
    ['20260602060001', '20260602'],
    ['20260602', '20260602'],
    ['batch 1234', 'batch 1234'],
    ['batch 100000000001', 'batch 100000000001'],
  ])('are of a day: %s of %s', (text, day) => {
    expect(withoutTimes(text)).toBe(day);
  });
});
