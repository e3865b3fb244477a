import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoryDocument } from '../../src/report/story-text.ts';
import { goldenProject } from '../golden/golden-project.ts';
import { hereInFolder, varianceOf, workedRun } from './generated-project.ts';

describe('a run with the profile of one ERP', () => {
  let dir: string;
  beforeAll(async () => {
    dir = goldenProject('business-central');
    await workedRun(dir);
  });
  const explain = async (what: string): Promise<string> => (await hereInFolder(dir, ['explain', what])).stdout;

  it('the summary counts the POs to which the ERP would object only later', async () => {
    const told = goldenProject('business-central');
    const { stdout } = await hereInFolder(told, ['run']);
    expect(stdout).toContain('The ERP would object later to the release of 1 PO, and to the receipt or invoice for 1 PO: po-shadow explain says why.');
  });

  it('explain says when the ERP would object, with its code and text', async () => {
    const refused = await explain('EXP-9803');
    expect(refused).toContain('VENDOR_UNKNOWN: the ERP has no vendor V-0999');
    expect(refused).toContain('The ERP refuses to create the PO (rejected_at_create): Application_DialogException "The buy-from vendor cannot be found."');
    const later = await explain('EXP-9801');
    expect(later).toContain('The ERP takes the PO, and refuses the receipt or invoice for it (blocks_invoice): "The Posting Date is not within your range of allowed posting dates."');
    expect(await explain('EXP-9802')).toContain('The ERP creates the PO, and refuses to release it (blocks_release): "Dimension Value STORE - L-019 is blocked."');
  });

  it('explain counts the check of the body among the rules, and prints the body to the letter', async () => {
    expect(await explain('EXP-9804')).toMatch(/ERP rules: \d+ checked, ERP_FIELD_TOO_LONG objects/);
    expect(await explain('EXP-9805')).toContain('"directUnitCost": 450.00');
  });

  it('explain --format json carries the same, and the body as text beside the data', async () => {
    const story = async (what: string): Promise<StoryDocument> => JSON.parse((await hereInFolder(dir, ['explain', what, '--format', 'json'])).stdout) as StoryDocument;
    expect((await story('EXP-9801')).events[0]?.findings).toMatchObject([{ code: 'PERIOD_CLOSED', severity: 'warning', when: 'blocks_invoice', erp: { code: '', text: expect.stringContaining('Posting Date') } }]);
    const [order] = (await story('EXP-9805')).orders;
    expect(order?.requestText).toContain('"directUnitCost":450.00');
    expect(JSON.parse(order?.requestText ?? '')).toEqual(order?.requestBody);
  });

  it('the workbook lists what the ERP would be sent, line by line', async () => {
    const { stdout } = await hereInFolder(dir, ['report', '--format', 'json']);
    const { files: [file = ''] } = JSON.parse(stdout) as { files: string[] };
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(join(dir, file));
    const cells = book.getWorksheet('Would-be POs')?.getRows(1, 40)?.map((row) => (row.values as unknown[]).slice(1).map(String)) ?? [];
    const [line] = cells.filter(([transaction]) => transaction === 'EXP-9805');
    expect(line).toEqual(expect.arrayContaining(['DRY-EXP-9805.1', '450', '6110', 'D-10', 'L-012']));
  });

  it('erpObjections turns a later objection into a rejection', async () => {
    const strict = goldenProject('business-central');
    const settings = join(strict, 'po-shadow.yaml');
    writeFileSync(settings, `${readFileSync(settings, 'utf8')}erpObjections: { blocks_invoice: error }\n`);
    await workedRun(strict);
    const { rows } = await varianceOf(strict);
    expect(rows.map(({ transactionId, status, causes }) => [transactionId, status, causes])).toEqual([
      ['EXP-9801', 'rejected', ['PERIOD_CLOSED']], ['EXP-9802', 'match', []], ['EXP-9803', 'rejected', ['VENDOR_UNKNOWN']], ['EXP-9804', 'rejected', ['ERP_FIELD_TOO_LONG']], ['EXP-9805', 'match', []],
    ]);
  });

  it('without the section of the chosen ERP nothing runs', async () => {
    const bare = goldenProject('business-central');
    const settings = join(bare, 'po-shadow.yaml');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('erp: dynamics-bc', 'erp: sap-s4'));
    const { code, stderr } = await hereInFolder(bare, ['run']);
    expect(code).toBe(2);
    expect(stderr).toContain('erpDefaults.sap-s4 is missing: erp: sap-s4 needs companyCode, purchasingOrganization, purchasingGroup, plant, materialGroup there');
  });
});
