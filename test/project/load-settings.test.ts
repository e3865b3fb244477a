import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CannotRun } from '../../src/domain/trouble.ts';
import { loadSettings } from '../../src/project/load-settings.ts';
import { makeFolder } from '../project-folder.ts';

const BASE = 'window: { from: 2026-06-01, to: 2026-06-14 }\ninputs: { approvals: [], ledger: [] }\n';

/** Where, what and what to do; or "accepted". */
async function told(text: string | Buffer): Promise<{ where: string | undefined; what: string; remedy: string | undefined } | 'accepted'> {
  const folder = makeFolder();
  writeFileSync(join(folder, 'po-shadow.yaml'), text);
  try {
    await loadSettings({ folder, allowOutside: false });
    return 'accepted';
  } catch (error) {
    if (error instanceof CannotRun) return { where: error.where, what: error.message, remedy: error.remedy };
    throw error;
  }
}

it('the settings that the cases below spoil are accepted while they are sound', async () => {
  expect(await told(BASE)).toBe('accepted');
});

describe('an unknown key is told with its line and the nearest known one', () => {
  it.each([
    ['at the top', `${BASE}tolernace: { absolute: "0.05" }\n`, 3, 'unknown key "tolernace"', 'Did you mean "tolerance"?'],
    ['above a block', `${BASE}mathcing:\n  dateWindowDays: 5\n`, 3, 'unknown key "mathcing"', 'Did you mean "matching"?'],
    ['inside a list', `${BASE}routing:\n  - name: manager\n    require: [manager]\n  - name: vp\n    requier: [vp]\n`, 7, 'unknown key "requier" in routing[1]', 'Did you mean "require"?'],
    ['deep inside', `${BASE}routing:\n  - name: vp\n    require: [vp]\n    when:\n      total: { gte: "5.00", lessThan: "9.00" }\n`, 7, 'unknown key "lessThan" in routing[0].when.total', 'Known keys here: gt, gte, lt, lte.'],
    ['near none', `${BASE}colour: red\n`, 3, 'unknown key "colour"', expect.stringMatching(/^Known keys here: company, timeZone, /)],
    ['inside an input', 'window: { from: 2026-06-01, to: 2026-06-14 }\ninputs:\n  approvals:\n    - source: generic\n      file: approvals.jsonl\n', 5, 'unknown key "file" in inputs.approvals[0]', 'Did you mean "files"?'],
  ])('%s', async (_, text, line, what, remedy) => {
    expect(await told(text)).toEqual({ where: `po-shadow.yaml:${line}`, what, remedy });
  });
});

describe('a wrong value is told with its line, its key and what it should be', () => {
  it.each<[string, string, number | null, RegExp, RegExp]>([
    ['a decimal without quotes', `${BASE}routing:\n  - name: vp\n    require: [vp]\n    when:\n      total:\n        gt: 5000.00\n`, 8, /^routing\[0\]\.when\.total\.gt: .* must be a decimal in quotes, such as "5000.00"/, /./],
    ['a tolerance without quotes', `${BASE}tolerance:\n  absolute: 0.05\n`, 4, /^tolerance\.absolute must be a decimal in quotes/, /./],
    ['a tolerance in an unknown currency', `${BASE}tolerance: { absolute: { XXX: "0.05" } }\n`, 3, /^tolerance\.absolute/, /./],
    ['a number where a text belongs', `${BASE}company: 5\n`, 3, /^company: must be a text, and 5 is none$/, /in quotes: "5"/],
    ['a list where keys belong', `${BASE}matching: [5]\n`, 3, /^matching: must be keys with values$/, /./],
    ['a text where a list belongs', `${BASE}finalStates: paid\n`, 3, /^finalStates: must be a list$/, /./],
    ['an unknown choice', `${BASE}erp: netsiute\n`, 3, /^erp: must be one of generic, netsuite, /, /Did you mean "netsuite"\?/],
    ['an ERP without its section', `${BASE}erp: sap-s4\n`, null, /^erpDefaults\.sap-s4 is missing: erp: sap-s4 needs companyCode, purchasingOrganization, purchasingGroup, plant, materialGroup there$/, /./],
    ['an ERP with the section of another', `${BASE}erp: dynamics-fo\nerpDefaults:\n  dynamics-bc: { departmentDimension: DEPARTMENT, locationDimension: STORE }\n`, 4, /^erpDefaults\.dynamics-fo is missing: /, /./],
    ['a key that an ERP needs', `${BASE}erp: netsuite\nerpDefaults:\n  netsuite: { currencies: { USD: "1" } }\n`, 5, /^erpDefaults\.netsuite\.subsidiary is missing$/, /Add it/],
    ['a code longer than the ERP takes', `${BASE}erpDefaults:\n  dynamics-fo:\n    dataAreaId: usmf1\n    procurementCategory: A\n    procurementHierarchy: B\n    dimensions: { order: [department] }\n`, 5, /^erpDefaults\.dynamics-fo\.dataAreaId: is longer than the ERP's field, which takes 4 characters$/, /./],
    ['a field for the key that holds something else', `${BASE}erpDefaults:\n  dynamics-bc:\n    departmentDimension: A\n    locationDimension: B\n    keyField: vendorNumber\n`, 7, /^erpDefaults\.dynamics-bc\.keyField: is a field that holds something else$/, /./],
    ['a time of objection that rejects anyway', `${BASE}erpObjections: { blocks_invoice: stop }\n`, 3, /^erpObjections\.blocks_invoice: must be one of error, warning$/, /./],
    ['a style of dates of a source that has one alone', `window: { from: 2026-06-01, to: 2026-06-14 }\ninputs:\n  approvals:\n    - source: concur-sae\n      files: a.txt\n      dates: M/D/YYYY\n`, 6, /^inputs\.approvals\[0\]\.dates: source: concur-sae is written in one way alone/, /./],
    ['a style of amounts of the canonical ledger', `window: { from: 2026-06-01, to: 2026-06-14 }\ninputs:\n  ledger:\n    - format: generic\n      files: a.csv\n      decimals: "1.234,56"\n`, 6, /^inputs\.ledger\[0\]\.decimals: format: generic without a profile is written in one way alone/, /./],
    ['an unknown style of dates', `window: { from: 2026-06-01, to: 2026-06-14 }\ninputs:\n  ledger:\n    - format: netsuite\n      files: a.csv\n      dates: DD/MM/YYYY\n`, 6, /^inputs\.ledger\[0\]\.dates: must be one of YYYY-MM-DD, /, /./],
    ['an unknown time zone', `${BASE}timeZone: Mars/Olympus\n`, 3, /^timeZone: is not a time zone of the IANA database/, /./],
    ['a date that does not exist', 'window:\n  from: 2026-06-31\n  to: 2026-07-14\n', 2, /^window\.from: is not an existing date/, /./],
    ['a window that ends before it begins', 'window: { from: 2026-06-14, to: 2026-06-01 }\ninputs: {}\n', 1, /^window\.from is after window\.to$/, /./],
    ['a holiday that does not exist', `${BASE}calendar:\n  holidays:\n    - 2026-06-19\n    - 2026-06-31\n`, 6, /^calendar\.holidays\[1\]: is not an existing date/, /./],
    ['an instant without offset', `${BASE}cutover: { at: 2026-06-20T22:00:00 }\n`, 3, /^cutover\.at: is not an ISO 8601 instant with an offset/, /./],
    ['no window', 'company: Example\n', null, /^window is missing$/, /Add it/],
    ['nothing at all', '', null, /^window is missing$/, /./],
    ['a list', '- company\n', null, /^the settings must be keys with values$/, /./],
    ['a text', 'hello', null, /^the settings must be keys with values$/, /./],
  ])('%s', async (_, text, line, what, remedy) => {
    const found = await told(text);
    expect(found).toEqual({ where: line === null ? 'po-shadow.yaml' : `po-shadow.yaml:${line}`, what: expect.stringMatching(what), remedy: expect.stringMatching(remedy) });
  });
});

describe('YAML that says two things, or more than it shows, is refused with its line', () => {
  it.each<[string, string, number, RegExp]>([
    ['a key that stands twice', `${BASE}company: One\ncompany: Two\n`, 4, /^the key company stands here a second time$/],
    ['a nested key that stands twice', `${BASE}matching:\n  dateWindowDays: 5\n  dateWindowDays: 50\n`, 5, /^the key dateWindowDays stands here a second time$/],
    ['an alias', `${BASE}company: &name Example\nerp: *name\n`, 4, /^YAML aliases \(\*name\) are not allowed here$/],
    ['aliases that grow without end', `${BASE}a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n`, 4, /^YAML aliases \(\*a\) are not allowed here$/],
    ['an alias to nothing', `${BASE}company: *nobody\n`, 3, /nobody/],
    ['a merge key', `${BASE}<<: { company: Example }\n`, 3, /^unknown key "<<"$/],
    ['a tag that would build something', `${BASE}company: !!js/function "x"\n`, 3, /^Unresolved tag/],
    ['a key named __proto__', `${BASE}__proto__: { company: Example }\n`, 3, /^unknown key "__proto__"$/],
    ['a nested key named __proto__', `${BASE}gates:\n  maxTolerated:\n    __proto__: "1.00"\n`, 5, /^unknown key "__proto__"$/],
    ['a key named constructor', `${BASE}constructor: x\n`, 3, /^unknown key "constructor"$/],
    ['a key that is a list', `${BASE}? [a, b]\n: x\n`, 3, /^unknown key/],
    ['a second document', `${BASE}---\ncompany: Two\n`, 3, /^a second YAML document begins here/],
    ['a list that is not closed', `${BASE}finalStates: [paid\n`, 4, /must be sufficiently indented and end with a \]/],
    ['a tab as indentation', `${BASE}matching:\n\tdateWindowDays: 5\n`, 4, /^Tabs are not allowed as indentation$/],
    ['lists nested without end', '['.repeat(200_000), 1, /^the YAML is nested too deeply$/],
  ])('%s', async (_, text, line, what) => {
    expect(await told(text)).toMatchObject({ where: `po-shadow.yaml:${line}`, what: expect.stringMatching(what) });
  });

  it('and no key changes an object that is not its own', async () => {
    await told(`${BASE}__proto__: { company: Example }\nconstructor: { prototype: { company: Example } }\n`);
    expect(({} as { company?: string }).company).toBeUndefined();
  });
});

it('tens of thousands of keys are refused in a moment', async () => {
  const began = performance.now();
  expect(await told(`${BASE}${Array.from({ length: 60_000 }, (_, index) => `k${index}: 1\n`).join('')}`)).toMatchObject({ where: 'po-shadow.yaml:3', what: 'unknown key "k0"' });
  expect(performance.now() - began).toBeLessThan(15_000);
});

it('settings that are no text, too large or no file are refused', async () => {
  expect(await told(Buffer.from([0x63, 0xff]))).toMatchObject({ where: 'po-shadow.yaml', what: 'the file is not valid UTF-8' });
  expect(await told(`${BASE}# ${'x'.repeat(1024 * 1024)}`)).toMatchObject({ what: 'the file is larger than 1048576 bytes' });
  const folder = makeFolder();
  mkdirSync(join(folder, 'po-shadow.yaml'));
  await expect(loadSettings({ folder, allowOutside: false })).rejects.toThrow('this is a folder, not a file');
});

it('settings may be in UTF-16 and have CRLF', async () => {
  expect(await told(Buffer.from(`\ufeff${BASE.replaceAll('\n', '\r\n')}`, 'utf16le'))).toBe('accepted');
});
