import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { ReportSnapshot } from '../../src/domain/expense-report.ts';
import type { ControlTotal, ReadingOptions, Refusal } from '../../src/intake/sink.ts';
import type { Source } from '../../src/sources/source.ts';

/** What came of one file. */
export interface Read {
  accepted: { snapshot: ReportSnapshot; line: number; rows: number }[];
  refused: Refusal[];
  totals: ControlTotal[];
}

/** Reads texts as files of a source, each under the name given. */
export function readerOf(source: Source): (name: string, text: string | Buffer, options?: Partial<ReadingOptions>) => Promise<Read> {
  const scratch = mkdtempSync(join(tmpdir(), `${source.name}-`));
  afterAll(() => rmSync(scratch, { recursive: true }));
  return async (name, text, options = {}) => {
    const path = join(scratch, name);
    writeFileSync(path, text);
    const read: Read = { accepted: [], refused: [], totals: [] };
    await source.read({ path, name, shown: name }, { clock: undefined, ...options }, {
      accept: (snapshot, line, rows) => void read.accepted.push({ snapshot, line, rows }),
      refuse: (refusal) => void read.refused.push(refusal),
      control: (total) => void read.totals.push(total),
      bytes: () => {},
    });
    return read;
  };
}

/** The one snapshot of a file that has no other and nothing in quarantine. */
export function only(read: Read): ReportSnapshot {
  expect(read.refused).toEqual([]);
  expect(read.accepted).toHaveLength(1);
  return (read.accepted[0] as Read['accepted'][number]).snapshot;
}

/** The one refusal of a file of which nothing was read. */
export function refusalOf(read: Read): Refusal {
  expect(read.accepted).toEqual([]);
  expect(read.refused).toHaveLength(1);
  return read.refused[0] as Refusal;
}

/** Control totals that do not agree. */
export const disagreeing = (read: Read): ControlTotal[] => read.totals.filter((total) => !total.agrees);
