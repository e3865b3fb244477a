import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type SandboxExport, makeExport } from '../../src/pipeline/sandbox/export-sandbox.ts';
import { businessCentralOrder } from '../../src/erp/dynamics-bc/schema.ts';
import { financeAndOperationsOrder } from '../../src/erp/dynamics-fo/schema.ts';
import { netsuiteOrder } from '../../src/erp/netsuite/schema.ts';
import { sapOrder } from '../../src/erp/sap-s4/schema.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { DEFAULTS, ERPS, type ErpName } from '../erp/erps.ts';
import { approvedReport } from '../project-folder.ts';
import { FORTNIGHT, replayed, triedProject } from './tried-project.ts';

const WRITE = process.env.GOLDEN === 'write';
const expectedPath = (erp: ErpName): string => fileURLToPath(new URL(`exports/${erp}.txt`, import.meta.url));

async function exportOf(erp: ErpName): Promise<SandboxExport> {
  const project = triedProject(erp);
  await replayed(project);
  const made = await project.work(makeExport);
  if ('reason' in made) throw new Error(made.reason);
  return made;
}

/** Patterns and calls of an export, and every body to the letter. */
function dumpOf({ manifest, files }: SandboxExport): string {
  const patterns = manifest.patterns.map(({ pattern, poNumber, action, calls }) => `${pattern} | ${poNumber} | ${action} | ${calls.length}`);
  const calls = manifest.calls.map(({ name, method, path, file, unsourced, headers }) => `${name}\n  ${method} ${path} ${JSON.stringify(headers)}${unsourced === '' ? '' : `\n  unsourced: ${unsourced}`}\n  ${file === '' ? '(no body)' : files.get(file)}`);
  return `${[...patterns, ...manifest.notTried.map((what) => `not tried: ${what}`), '', ...calls].join('\n')}\n`;
}

describe.each(ERPS)('the export of %s', (erp) => {
  it('is what was read and checked', async () => {
    const dump = dumpOf(await exportOf(erp));
    if (WRITE) writeFileSync(expectedPath(erp), dump);
    expect(existsSync(expectedPath(erp)), 'GOLDEN=write makes it').toBe(true);
    expect(dump).toBe(readFileSync(expectedPath(erp), 'utf8'));
  });

  it('names each body by the SHA-256 of its file, and no two calls by the same id', async () => {
    const { manifest, files } = await exportOf(erp);
    for (const { file, sha256, name, method, path } of manifest.calls) {
      expect(createHash('sha256').update(file === '' ? `${method} ${path}` : (files.get(file) ?? 'no such file')).digest('hex')).toBe(sha256);
      expect(name.endsWith(createHash('sha256').update(`${method} ${path}\n${file === '' ? '' : files.get(file)}`).digest('hex').slice(0, 12))).toBe(true);
    }
    expect(new Set(manifest.calls.map(({ id }) => id)).size).toBe(manifest.calls.length);
    expect([...files.keys()].filter((file) => file.startsWith('bodies/'))).toHaveLength(manifest.calls.filter(({ file }) => file !== '').length);
  });

  it('is the same whenever the run is', async () => {
    const [one, two] = [await exportOf(erp), await exportOf(erp)];
    expect([...one.files]).toEqual([...two.files]);
  });

  it('holds creating bodies that the profile\'s schema takes', async () => {
    const { erpDefaults } = settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, inputs: {}, erp, erpDefaults: { [erp]: DEFAULTS[erp] } });
    const { manifest, files } = await exportOf(erp);
    const bodies = manifest.calls.filter(({ action }) => action === 'create').map(({ poNumber, part, file }) => ({ poNumber, part, body: JSON.parse(files.get(file) ?? '') as Record<string, unknown> }));
    expect(bodies.length).toBeGreaterThanOrEqual(3);
    const whole = erp !== 'dynamics-fo' ? bodies.map(({ body }) => body) : bodies.filter(({ part }) => part === 'header').map(({ poNumber, body }) => ({
      PurchaseOrderHeadersV2: body, PurchaseOrderLinesV2: bodies.filter((each) => each.poNumber === poNumber && each.part !== 'header').map((each) => each.body),
    }));
    const schemas = { netsuite: () => netsuiteOrder({ references: 'externalId' }), 'sap-s4': () => sapOrder, 'dynamics-bc': () => businessCentralOrder(undefined), 'dynamics-fo': () => financeAndOperationsOrder(erpDefaults?.['dynamics-fo'] ?? expect.fail('no defaults')) };
    for (const body of whole) expect(schemas[erp]().safeParse(body).error?.issues ?? []).toEqual([]);
  });

  it('comes as a collection and a .http file without a secret, whose requests are the manifest\'s calls', async () => {
    const { manifest, files } = await exportOf(erp);
    const collection = JSON.parse(files.get('postman_collection.json') ?? '') as { info: { schema: string }; variable: { value: string }[]; item: { name: string; request: { method: string; url: string; body?: { raw: string } } }[] };
    expect(collection.info.schema).toContain('v2.1.0');
    expect(collection.variable.every(({ value }) => value === '')).toBe(true);
    expect(collection.item.map(({ name, request }) => [name, request.method, request.url])).toEqual(manifest.calls.map(({ name, method, path }) => [name, method, `{{baseUrl}}${path}`]));
    for (const { name, request } of collection.item) expect(request.body?.raw).toBe(files.get(`bodies/${name}.json`));
    const http = files.get('requests.http') ?? '';
    for (const { name, method, path } of manifest.calls) expect(http).toContain(`### ${name}\n${method} {{baseUrl}}${path}\nAuthorization: Bearer {{token}}\n`);
    expect([...http.matchAll(/^<@? \.\/(bodies\/\S+)$/gm)].map(([, file]) => file)).toEqual(manifest.calls.flatMap(({ file }) => (file === '' ? [] : [file])));
  });
});

describe('an export', () => {
  it('of a fortnight without update and withdrawal has neither call', async () => {
    const project = triedProject('sap-s4', { events: FORTNIGHT.slice(0, 3) });
    await replayed(project);
    const made = await project.work(makeExport);
    if ('reason' in made) throw new Error(made.reason);
    expect(new Set(made.manifest.calls.map(({ action }) => action))).toEqual(new Set(['create']));
    expect(made.manifest.patterns.map(({ pattern }) => pattern)).not.toContain('cancel');
  });

  it.each([['netsuite', 'default subsidiary', '1'], ['sap-s4', 'default companyCode', '1010'], ['dynamics-fo', 'default dataAreaId', 'usmf']] as const)('of %s tries %s with a PO whose report names no entity, not with one that names the same', async (erp, pattern, entity) => {
    const [first, ...others] = [approvedReport({ eventId: 'a', id: 'EXP-501', report: { entity } }), approvedReport({ eventId: 'b', id: 'EXP-502', report: { entity } }), approvedReport({ eventId: 'c', id: 'EXP-503' })];
    const samples = async (events: Record<string, unknown>[]): Promise<(string | undefined)[]> => {
      const project = triedProject(erp, { events });
      await replayed(project);
      const made = await project.work(makeExport);
      if ('reason' in made) throw new Error(made.reason);
      return made.manifest.patterns.filter((each) => each.pattern === pattern).map(({ poNumber }) => poNumber);
    };
    expect(await samples([first as Record<string, unknown>, ...others])).toEqual(['DRY-EXP-503.1']);
    expect(await samples([first as Record<string, unknown>])).toEqual([]);
  });

  it('of sap-s4 tries the default plant with a line that has no location of its own', async () => {
    const settings = { erpDefaults: { 'sap-s4': { ...DEFAULTS['sap-s4'], plantFrom: 'location' } } };
    const files = { 'mapping/locations.csv': 'expense_location,erp_location\nStore 012,1710\n', 'master/locations.csv': 'id,name,active\n1710,Store 012,true\n' };
    const project = triedProject('sap-s4', { settings, files, events: [approvedReport({ eventId: 'a', id: 'EXP-501' }), approvedReport({ eventId: 'b', id: 'EXP-502', report: { employee: { email: 'sam@shop.example', department: 'Store Operations', location: '' } } })] });
    await replayed(project);
    const made = await project.work(makeExport);
    if ('reason' in made) throw new Error(made.reason);
    expect(made.manifest.patterns.filter(({ pattern }) => pattern === 'default plant').map(({ poNumber }) => poNumber)).toEqual(['DRY-EXP-502.1']);
  });

  it('is none with the generic profile, and none of a run without a would-be PO', async () => {
    const generic = triedProject('generic');
    await replayed(generic);
    expect(await generic.work(makeExport)).toEqual({ reason: expect.stringContaining('has no API') });
    const empty = triedProject('netsuite', { events: [{ ...approvedReport({ report: { status: 'submitted' } }) }] });
    await replayed(empty);
    expect(await empty.work(makeExport)).toEqual({ reason: expect.stringContaining('has no would-be PO') });
  });
});
