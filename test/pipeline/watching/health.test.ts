import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../src/domain/calendar.ts';
import type { CheckedHealth, Health, HealthCheckName } from '../../../src/domain/health.ts';
import { importInputs, requestedInputs } from '../../../src/pipeline/import-inputs.ts';
import { health } from '../../../src/pipeline/watching/health.ts';
import { healthCsv, healthMarkdown, healthText } from '../../../src/report/health-text.ts';
import { PLAIN } from '../../../src/report/paint.ts';
import { type EventParts, type ProjectParts, approvalsText, approvedReport, makeProject } from '../../project-folder.ts';

const healthOf = (parts: ProjectParts, asOf = '2026-06-03T15:10:00Z'): Promise<Health> => makeProject(parts).work(async (workplace) => {
  await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
  return health(workplace, parseInstant(asOf) as number);
});
const reports = (...parts: EventParts[]): string => approvalsText(...parts.map((each, place) => approvedReport({ eventId: `e${place}`, ...each })));
const saysOf = ({ checks }: Health, name: HealthCheckName): string[] => (checks.find(({ check }) => check === name) as CheckedHealth).items.map(({ says, evidence }) => `${says} [${evidence.join('; ')}]`);

describe('health', () => {
  test('needs no action where all that approvals hold is mapped to what is active', async () => {
    const found = await healthOf({});
    expect(found).toMatchObject({ needsAction: false, today: '2026-06-03', recordFrom: '2026-06-02', recordTo: '2026-06-02', reports: 1 });
    expect(saysOf(found, 'unused')).toHaveLength(4);
  });

  test('names each value of approvals without a mapping, with its reports and money by currency; what scope leaves out is none', async () => {
    const found = await healthOf({
      approvals: reports(
        { id: 'EXP-1', amount: '10.00', line: { category: 'Plants' } }, { id: 'EXP-2', amount: '5', currency: 'JPY', occurredAt: '2026-06-03T15:00:00Z', line: { category: 'PLANTS ', department: 'Nowhere' } },
        { id: 'EXP-3', line: { category: 'Travel' } }, { id: 'EXP-4', line: { vendorId: 'V-9999' } },
      ),
      settings: { scope: { lines: { exclude: { category: 'Travel' } } } },
    });
    expect(found.needsAction).toBe(true);
    expect(saysOf(found, 'unmapped')).toEqual(['category Plants: 2 reports, ¥5 · $10.00 [first EXP-1 (2026-06-02); last EXP-2 (2026-06-03)]', 'expense_department Nowhere: 1 report, ¥5 [EXP-2 (2026-06-03)]']);
    expect(saysOf(found, 'targets')).toEqual(['V-9999 (vendors of approvals) is unknown to the ERP [1 report, last EXP-4 (2026-06-02)]']);
  });

  test('counts what the newest snapshot of a report says, and not what was corrected since', async () => {
    const found = await healthOf({ approvals: reports({ line: { category: 'Plants' } }, { revision: 2, occurredAt: '2026-06-03T15:00:00Z' }) });
    expect(saysOf(found, 'unmapped')).toEqual([]);
  });

  test('tells rows that contradict each other from rows that repeat each other, each with its places', async () => {
    const sheet = 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\nACME  JANITORIAL,V-1002\nbluebird signage,V-1002\n';
    const found = await healthOf({ files: { 'mapping/vendors.csv': sheet } });
    expect(saysOf(found, 'rows')).toEqual([
      'Acme Janitorial is mapped to different ids in mapping/vendors, and so to none [mapping/vendors.csv:2; mapping/vendors.csv:4]', 'Bluebird Signage stands in mapping/vendors more than once, and says the same each time [mapping/vendors.csv:3; mapping/vendors.csv:5]',
    ]);
    expect(saysOf(found, 'unmapped')).toEqual(['merchant Acme Janitorial, whose rows in mapping/vendors contradict each other: 1 report, $845.50 [mapping/vendors.csv:2; mapping/vendors.csv:4; EXP-9041 (2026-06-02)]']);
    expect(found.checks.find(({ check }) => check === 'unmapped')?.items[0]?.remedy).toBe('Leave the row that holds.');
  });

  test('goes by the machine’s clock: what expired since the last import has expired', async () => {
    const project = makeProject({ settings: { credentials: [{ name: 'token', expiresAt: '2026-07-31' }] } });
    await project.run(['run']);
    const found = JSON.parse((await project.run(['health', '--format', 'json'])).stdout) as Health;
    expect(saysOf(found, 'credentials')).toEqual(['token has expired on 2026-07-31 [po-shadow.yaml: credentials[0].expiresAt]']);
    expect(found.checks.find(({ check }) => check === 'unmapped')?.notes[0]).toMatch(/^the record ends on 2026-06-02, \d+ days ago, and what came since was not reviewed$/);
  });

  test('knows the last decision of an approver from every snapshot, and days by the company’s clocks', async () => {
    const later = { id: 'EXP-1', occurredAt: '2026-08-31T15:00:00Z', report: { approvals: [] } };
    const silent = await healthOf({ approvals: reports({}, later) }, '2026-09-01T03:59:00Z');
    expect([silent.today, saysOf(silent, 'approvers')]).toEqual(['2026-08-31', ['lee@shop.example: no decision for 90 days [mapping/approvers.csv:2; master/approvers.csv:2; last decision: EXP-9041 (2026-06-02)]']]);
  });
});

describe('the checklist', () => {
  test('says in every format the same of each check, the ones that found nothing included', async () => {
    const found = await healthOf({ approvals: reports({ line: { category: '=Plants|' } }), settings: { credentials: [{ name: 'Ramp API token', expiresAt: '2026-06-20' }] } });
    const text = healthText(found, { paint: PLAIN, width: null });
    expect(text).toContain('✗ Credentials end: 1 to act on, of 1 looked at\n    ! Ramp API token expires on 2026-06-20, in 17 days [po-shadow.yaml: credentials[0].expiresAt]\n');
    expect(text).toContain('✓ Mapping rows that repeat or contradict each other: nothing found');
    expect(healthMarkdown(found)).toContain('- [ ] Values without a mapping: 1 to act on, of 5 looked at\n  - [ ] **act**: category =Plants\\|: 1 report, $845.50 [EXP-9041 (2026-06-02)] Add =Plants\\| to mapping/categories.\n');
    expect(healthCsv(found)).toContain('Mapping rows that repeat or contradict each other,nothing found,');
  });

  test('exit 1 where somebody has to act; the workbook is the same bytes each time', async () => {
    const project = makeProject({ approvals: reports({ line: { category: 'Plants' } }) });
    await project.run(['run']);
    const book = join(project.dir, 'reports/health-2026-06-02.xlsx');
    const written = ['health', '--format', 'xlsx', '--as-of', '2026-06-02T15:10:00Z'];
    expect(await project.run(written)).toMatchObject({ code: 1, stdout: '2026-06-02: 1 thing needs action (1 report from 2026-06-02 to 2026-06-02).\nreports/health-2026-06-02.xlsx\n' });
    const first = readFileSync(book);
    const sheet = new TextDecoder().decode(unzipSync(new Uint8Array(first))['xl/worksheets/sheet1.xml']);
    // The remedy of rows that nothing used is longer than its column is wide.
    expect(sheet.match(/<row r="\d+" ht="\d+" customHeight="1">/g)?.length).toBeGreaterThan(3);
    await project.run(written);
    expect(existsSync(book) && readFileSync(book).equals(first)).toBe(true);
    expect(JSON.parse((await project.run(['health', '--format', 'json'])).stdout)).toMatchObject({ needsAction: true });
  });
});
