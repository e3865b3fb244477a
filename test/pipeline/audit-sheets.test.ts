import { describe, expect, it } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { makeProject } from '../project-folder.ts';
import { audit, failing } from './audit-tampering.ts';

const INPUTS = { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], mapping: 'mapping' };
const VENDORS = 'Internal ID,Name,Primary Currency,Inactive\nV-1001,Acme Janitorial Supply Co,USD,No\n';
const LOCATIONS = 'Dimension Code,Code,Name,Blocked\nSTORE,L-012,Zürich,No\nAREA,30,Europe,No\n';

describe('an audit reads every master sheet again as it was read', () => {
  it.each<[string, unknown, Record<string, string | Buffer | null>]>([
    ['canonical sheets of a folder', 'master', {}],
    ['canonical sheets of a folder that is an object', { folder: 'master' }, {}],
    ['exports of a folder, canonical sheets beside them', { folder: 'master', format: 'netsuite' }, { 'master/vendors.csv': VENDORS }],
    ['exports of a folder, and a sheet by its own', [{ folder: 'master', format: 'netsuite' }, { sheet: 'vendors', file: 'erp/vendors.csv', format: 'netsuite' }], { 'master/vendors.csv': null, 'erp/vendors.csv': VENDORS }],
    ['a sheet by its own that is canonical', [{ folder: 'master' }, { sheet: 'vendors', file: 'erp/vendors.csv' }], { 'master/vendors.csv': null, 'erp/vendors.csv': 'id,name,currency,active\nV-1001,Acme Janitorial Supply Co,USD,true\n' }],
    ['rows that only picks, in an encoding that is named', [{ folder: 'master', format: 'dynamics-bc' }, { sheet: 'locations', file: 'erp/values.csv', format: 'dynamics-bc', only: { 'Dimension Code': 'STORE' }, encoding: 'iso-8859-1' }], { 'master/locations.csv': null, 'erp/values.csv': Buffer.from(LOCATIONS, 'latin1') }],
    ['a sheet by a header profile', [{ folder: 'master', format: 'netsuite' }, { sheet: 'locations', file: 'erp/stores.csv', profile: 'profiles/stores.yaml', delimiter: ';' }], { 'master/locations.csv': null, 'erp/stores.csv': 'Filiale;Zu\nL-012;nein\n', 'profiles/stores.yaml': 'columns: { id: Filiale, inactive: Zu }\nvalues: { inactive: { nein: "false" } }\n' }],
  ])('%s', async (_, master, files) => {
    const project = makeProject({ settings: { inputs: { ...INPUTS, master } }, files });
    const statuses = await project.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      await replayRecord(workplace, undefined);
      return workplace.database.sqlite.prepare('SELECT status FROM variance_row').pluck().all();
    });
    expect(statuses).toEqual(['match']);
    expect(failing(await audit(project.dir))).toEqual([]);
  });
});
