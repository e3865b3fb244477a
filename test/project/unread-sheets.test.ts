import { describe, expect, it } from 'vitest';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const VENDORS = 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\n';

/** What `run` tells of a project that has these files besides the usual ones; null leaves one out. */
async function told(files: Record<string, string | null>, settings: Record<string, unknown> = {}): Promise<string[]> {
  const { code, stderr } = await makeProject({ files, settings }).here(['run']);
  expect(code).toBe(0);
  return stderr.split('\n').filter((line) => / read(:|\)| as)|No rows|nothing reads/.test(line) && !/rows? read/.test(line));
}

describe('a table in a folder of sheets that nothing reads is told, with the sheet that is lacking and may be meant', () => {
  it.each<[string, Record<string, string | null>, string[]]>([
    ['a name that is nearly one of a sheet', { 'mapping/vendors.csv': null, 'mapping/vendor.csv': VENDORS }, [
      'mapping/vendor.csv is not read: no sheet of the mapping is called vendor. Did you mean vendors.csv?',
      'No rows of mapping/vendors (mapping/vendor.csv is not read): whatever needs them will be rejected. docs/file-formats.md describes each sheet.',
    ]],
    ['a name of a sheet among other words', { 'mapping/vendors.csv': null, 'mapping/Vendors (1).csv': VENDORS }, [
      'mapping/Vendors (1).csv is not read: no sheet of the mapping is called Vendors (1). Did you mean vendors.csv?',
      'No rows of mapping/vendors (mapping/Vendors (1).csv is not read): whatever needs them will be rejected. docs/file-formats.md describes each sheet.',
    ]],
    ['a sheet whose file ends otherwise', { 'mapping/vendors.csv': null, 'mapping/vendors.xls': 'x' }, [
      'mapping/vendors.xls is not read: files of sheets end in .csv, .tsv, .xlsx. Save it as vendors.csv.',
      'No rows of mapping/vendors (mapping/vendors.xls is not read): whatever needs them will be rejected. docs/file-formats.md describes each sheet.',
    ]],
    ['an optional sheet', { 'master/item.csv': 'id,name,active\n' }, ['master/item.csv is not read: no sheet of master data is called item. Did you mean items.csv?']],
    ['a name near to none', { 'master/suppliers.csv': 'id\n' }, ['master/suppliers.csv is not read: no sheet of master data is called suppliers.']],
    ['a copy of a sheet that is there', { 'master/vendors_old.csv': 'id\n' }, ['master/vendors_old.csv is not read: no sheet of master data is called vendors_old.']],
  ])('%s', async (_, files, lines) => {
    expect(await told(files)).toEqual(lines);
  });

  it('and more than ten are counted', async () => {
    const lines = await told(Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`master/export ${index}.csv`, 'id\n'])));
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('… and 2 files more in the folders of sheets that nothing reads.');
  });
});

describe('nothing is said of', () => {
  it.each(['.vendors.csv', '~$vendors.xlsx', '.~lock.vendors.csv#', 'vendors.csv~', 'vendors.csv.bak', 'README.csv', 'README.md', 'notes.txt', 'vendors.xls', 'Thumbs.db'])('%s beside the sheets', async (name) => {
    expect(await told({ [`mapping/${name}`]: 'x' })).toEqual([]);
  });

  it('a file that is read as an export, or as a sheet that the settings name one by one', async () => {
    const files = { 'master/approvers.csv': null, 'master/people.csv': 'id,name,email,active\nU-100,Lee,lee@shop.example,true\n', 'approvals.jsonl': null, 'ledger.csv': null };
    expect(await told({ ...files, 'master/approvals.jsonl': approvalsText(approvedReport()), 'master/ledger.csv': ledgerText({}) }, {
      inputs: {
        approvals: [{ source: 'generic', files: 'master/approvals.jsonl' }], ledger: [{ format: 'generic', files: 'master/ledger.csv' }],
        master: [{ folder: 'master' }, { sheet: 'approvers', file: 'master/people.csv' }], mapping: 'mapping',
      },
    })).toEqual([]);
  });

  it('a name of a sheet with hyphens or capitals, which is read', async () => {
    expect(await told({ 'master/gl_accounts.csv': null, 'master/GL-Accounts.csv': 'id,name,active\n6110,Cleaning services,true\n' })).toEqual([]);
  });
});

it('import names the sheet that may be meant', async () => {
  const project = makeProject({ files: { 'mapping/vendor.csv': VENDORS } });
  const { code, stderr } = await project.here(['import', 'mapping', 'mapping/vendor.csv']);
  expect(code).toBe(2);
  expect(stderr).toContain('mapping/vendor.csv: no sheet of mapping is called vendor\nWhat to do: Did you mean vendors? Name it with --as: vendors, categories, departments, locations, approvers, entities.');
});
