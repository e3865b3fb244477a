import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { rootCausesText } from '../../src/report/root-cause-text.ts';
import { varianceTable } from '../../src/report/variance-table.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { SILENT, openWorkplace } from '../../src/pipeline/workplace.ts';
import { GOLDEN, GOLDEN_NAMES, goldenProject } from './golden-project.ts';

const WRITE = process.env.GOLDEN === 'write';

/** What came out: the rows, and beside them everything that is not in a row. */
async function outcomeOf(dir: string): Promise<{ json: string; table: string; causes: string }> {
  const workplace = await openWorkplace({ folder: dir, allowOutside: false }, { progress: SILENT, programVersion: '0.0.0-test' });
  try {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const runs = new RunReader(workplace.database);
    const rows = [...runs.rows(run.id)];
    const quarantine = (await new RecordReader(workplace.database).quarantine()).map((item) => `${item.shown}:${item.line}: ${item.field}: ${item.reason}`);
    const { window, amountBasis, totals, vanished, population } = run.summary;
    const json = `${JSON.stringify({ window, amountBasis, rows, totals, leftOut: runs.leftOut(run.id), vanished, population, quarantine }, null, 2)}\n`;
    return { json, table: `${varianceTable(rows, { width: null, paint: PLAIN })}\n`, causes: rootCausesText(run.summary.rootCauses, { width: null, paint: PLAIN, command: (words) => `po-shadow ${words}` }) };
  } finally {
    workplace.database.close();
  }
}

describe('golden project folders', () => {
  it('are there, each with a sentence on what must be so and why', () => {
    expect(GOLDEN_NAMES.length).toBeGreaterThanOrEqual(12);
    for (const name of GOLDEN_NAMES) expect(readFileSync(join(GOLDEN, name, 'README.md'), 'utf8').length, name).toBeGreaterThan(100);
  });

  it.each(GOLDEN_NAMES)('%s comes to the rows that were read and checked', async (name) => {
    const { json, table, causes } = await outcomeOf(goldenProject(name));
    const expected = join(GOLDEN, name, 'expected');
    if (WRITE) {
      mkdirSync(expected, { recursive: true });
      writeFileSync(join(expected, 'variance.json'), json);
      writeFileSync(join(expected, 'variance.txt'), table);
      writeFileSync(join(expected, 'root-causes.txt'), causes);
    }
    expect(existsSync(expected), `${name}/expected is missing; GOLDEN=write makes it`).toBe(true);
    expect(table).toBe(readFileSync(join(expected, 'variance.txt'), 'utf8'));
    expect(json).toBe(readFileSync(join(expected, 'variance.json'), 'utf8'));
    expect(causes).toBe(readFileSync(join(expected, 'root-causes.txt'), 'utf8'));
  });
});
