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
    ['a decimal without quotes', `${BASE}routing:\n  - name: vp\n    require: [vp]\n    when:\n      total:\n        gt: 5000.00\n`, 8, /^routing\[0\]\.when\.total\.gt: must be a decimal in quotes, such as "5000.00"/, /./],
    ['a tolerance without quotes', `${BASE}tolerance:\n  absolute: 0.05\n`, 4, /^tolerance\.absolute: must be a decimal in quotes/, /^Write it in quotes: "0\.05"\.$/],
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
    ['an instant without offset', `${BASE}cutover: { at: 2026-06-20T22:00:00 }\n`, 3, /^cutover\.at: 2026-06-20T22:00:00 is not an ISO 8601 instant with an offset/, /./],
    ['no window', 'company: Example\n', null, /^window is missing$/, /Add it/],
    ['nothing at all', '', null, /^window is missing$/, /./],
    ['a list', '- company\n', null, /^the settings must be keys with values$/, /./],
    ['a text', 'hello', null, /^the settings must be keys with values$/, /./],
  ])('%s', async (_, text, line, what, remedy) => {
    const found = await told(text);
    expect(found).toEqual({ where: line === null ? 'po-shadow.yaml' : `po-shadow.yaml:${line}`, what: expect.stringMatching(what), remedy: expect.stringMatching(remedy) });
  });
});

const AN_INPUT = 'window: { from: 2026-06-01, to: 2026-06-14 }\ninputs:\n  ledger:\n    - format: generic\n      files: a.csv\n';
const A_RULE = `${BASE}routing:\n  - name: vp\n    require: [vp]\n    when:\n`;

/** Settings, and what must be said of them: case, text, line, what, and what to do. */
const itTells = (cases: [string, string, number, string, string][]): void =>
  it.each(cases)('%s', async (_, text, line, what, remedy) => {
    expect(await told(text)).toEqual({ where: `po-shadow.yaml:${line}`, what, remedy });
  });
const DESCRIBED = 'Correct the value; docs/settings.md describes every key.';

describe('a key that is no currency is told with the nearest one', () => {
  itTells([
    ['a tolerance', `${BASE}tolerance:\n  absolute:\n    EUR: "0.05"\n    USX: "0.05"\n`, 6, 'tolerance.absolute.USX: USX is not an ISO 4217 currency', 'Did you mean "USD"?'],
    ['small letters', `${BASE}tolerance: { absolute: { usd: "0.05" } }\n`, 3, 'tolerance.absolute.usd: usd is not an ISO 4217 currency', 'Did you mean "USD"?'],
    ['an amount of a control', `${AN_INPUT}      controls:\n        amount: { EUX: "1.00" }\n`, 7, 'inputs.ledger[0].controls.amount.EUX: EUX is not an ISO 4217 currency', 'Did you mean "EUR"?'],
    ['what tolerances may let pass', `${BASE}gates:\n  maxTolerated: { CHX: "1.00" }\n`, 4, 'gates.maxTolerated.CHX: CHX is not an ISO 4217 currency', 'Did you mean "CHF"?'],
    ['a fee', `${BASE}matching:\n  fees:\n    - amount: { USX: "0.30" }\n`, 5, 'matching.fees[0].amount.USX: USX is not an ISO 4217 currency', 'Did you mean "USD"?'],
    ['an id of the ERP', `${BASE}erpDefaults:\n  netsuite:\n    subsidiary: "1"\n    currencies: { CAX: "3" }\n`, 6, 'erpDefaults.netsuite.currencies.CAX: CAX is not an ISO 4217 currency', 'Did you mean "CAD"?'],
    ['a rule', `${A_RULE}      currency: [USD, GBX]\n`, 7, 'routing[0].when.currency[1]: GBX is not an ISO 4217 currency', 'Did you mean "GBP"?'],
    ['an input', `${AN_INPUT}      currency: QQQ\n`, 6, 'inputs.ledger[0].currency: QQQ is not an ISO 4217 currency', 'Write its code of three capital letters, such as USD.'],
  ]);
});

describe('an amount that its currency cannot hold is refused', () => {
  itTells([
    ['a tolerance finer than cents', `${BASE}tolerance: { absolute: { USD: "0.055" } }\n`, 3, 'tolerance.absolute.USD: 0.055 has more decimals than USD, which has 2', 'Write it with 2 decimals at most, such as "0.05".'],
    ['decimals of yen', `${BASE}tolerance: { absolute: { JPY: "0.05" } }\n`, 3, 'tolerance.absolute.JPY: 0.05 has more decimals than JPY, which has none', 'Write it without decimals, such as "5".'],
    ['one for all currencies, finer than any', `${BASE}tolerance: { absolute: "0.00005" }\n`, 3, 'tolerance.absolute: 0.00005 has more decimals than any currency, and none has more than 4', 'Write it with 4 decimals at most, such as "0.0005".'],
    ['one without quotes', `${BASE}tolerance: { absolute: { USD: 0.05 } }\n`, 3, 'tolerance.absolute.USD: must be a decimal in quotes, such as "0.05"', 'Write it in quotes: "0.05".'],
    ['a tolerance larger than any amount', `${BASE}tolerance: { absolute: { USD: "99999999999999999999" } }\n`, 3, 'tolerance.absolute.USD: 99999999999999999999 is larger than 2^53 - 1 minor units', 'Correct the amount.'],
    ['an amount of a control', `${AN_INPUT}      controls: { amount: { USD: "-1.001" } }\n`, 6, 'inputs.ledger[0].controls.amount.USD: -1.001 has more decimals than USD, which has 2', 'Write it with 2 decimals at most, such as "0.05".'],
    ['what tolerances may let pass', `${BASE}gates: { maxTolerated: { KWD: "0.0015" } }\n`, 3, 'gates.maxTolerated.KWD: 0.0015 has more decimals than KWD, which has 3', 'Write it with 3 decimals at most, such as "0.005".'],
    ['a fee', `${BASE}matching: { fees: [{ amount: { USD: "0.301" } }] }\n`, 3, 'matching.fees[0].amount.USD: 0.301 has more decimals than USD, which has 2', 'Write it with 2 decimals at most, such as "0.05".'],
  ]);

  it('but zeros behind its decimals are no part of it', async () => {
    expect(await told(`${BASE}tolerance: { absolute: { JPY: "1.00", USD: "0.050", KWD: "0.0050" } }\n`)).toBe('accepted');
  });

  it('but one for all currencies may be finer than some of them, and a bound of a rule than its own: it is no amount of anything', async () => {
    expect(await told(`${A_RULE}      total: { gt: "5000.005" }\n      currency: USD\ntolerance: { absolute: "0.010" }\n`)).toBe('accepted');
  });
});

describe('an empty list that would say what nobody means is refused with what to write instead', () => {
  itTells([
    ['final states', `${BASE}finalStates: []\n`, 3, 'finalStates: an empty list names no state, and no report would ever become a PO', 'Name them, such as [approved_for_payment, paid], or leave finalStates out for the states of each source.'],
    ['business days', `${BASE}calendar: { businessDays: [] }\n`, 3, 'calendar.businessDays: an empty list leaves no business day', 'Name them, or leave businessDays out for mon to fri.'],
    ['roles', `${BASE}routing:\n  - name: vp\n    require: []\n`, 5, "routing[0].require: an empty list asks for nobody's approval", 'Name the roles that must have approved, such as [manager], or remove the rule.'],
    ['departments of a rule, which would never apply', `${A_RULE}      department: []\n`, 7, 'routing[0].when.department: an empty list names nothing', 'Name one or more; a key that is not needed is left out.'],
    ['categories in scope, which would leave all out', `${BASE}scope: { lines: { include: { category: [] } } }\n`, 3, 'scope.lines.include.category: an empty list names nothing', 'Name one or more; a key that is not needed is left out.'],
    ['files', 'window: { from: 2026-06-01, to: 2026-06-14 }\ninputs:\n  ledger:\n    - format: generic\n      files: []\n', 5, 'inputs.ledger[0].files: an empty list names nothing', 'Name one or more; a key that is not needed is left out.'],
    ['master data', 'window: { from: 2026-06-01, to: 2026-06-14 }\ninputs: { master: [] }\n', 2, 'inputs.master: an empty list names no sheet', 'Name folders and sheets, or leave master out for the folder "master".'],
    ['a folder without a name', 'window: { from: 2026-06-01, to: 2026-06-14 }\ninputs: { mapping: "" }\n', 2, 'inputs.mapping: must not be blank', DESCRIBED],
    ['days on which people work', `${BASE}cutover: { at: 2026-06-20T22:00:00Z, businessHours: { days: [], from: "08:00", to: "20:00" } }\n`, 3, 'cutover.businessHours.days: an empty list says that nobody works on any day', 'Name the days, such as [mon, tue, wed, thu, fri], or leave businessHours out.'],
    ['currencies of an ERP', `${BASE}erpDefaults: { netsuite: { subsidiary: "1", currencies: {} } }\n`, 3, 'erpDefaults.netsuite.currencies: names no currency, and no PO could be sent', 'Write the internal id of each currency, such as { USD: "1" }.'],
    ['channels', `${BASE}alerts: { channels: [] }\n`, 3, 'alerts.channels: an empty list says nothing here: name one or more', DESCRIBED],
  ]);

  it('no state that cancels, no rule, no holiday and no input are said by empty lists', async () => {
    expect(await told(`${BASE}cancelStates: []\nrouting: []\ncalendar: { holidays: [], noActivity: [] }\npeople: []\n`)).toBe('accepted');
  });
});

describe('an instant that does not exist is told from a text that is none', () => {
  const remedy = 'Correct it; an instant is written as 2026-06-15T08:00:00-04:00.';
  it.each<[string, string, number, string]>([
    ['of the cutover', `${BASE}cutover:\n  at: 2026-06-31T22:00:00-04:00\n`, 4, 'cutover.at: 2026-06-31T22:00:00-04:00 is a date or time that does not exist'],
    ['of an export', `${AN_INPUT}      asOf: 2026-06-30T25:00:00Z\n`, 6, 'inputs.ledger[0].asOf: 2026-06-30T25:00:00Z is a date or time that does not exist'],
    ['of a blackout', `${BASE}cutover: { at: 2026-06-20T22:00:00Z, blackouts: [{ from: 2026-02-29T00:00:00Z, to: 2026-07-01T00:00:00Z }] }\n`, 3, 'cutover.blackouts[0].from: 2026-02-29T00:00:00Z is a date or time that does not exist'],
    ['a date alone', `${AN_INPUT}      asOf: 2026-06-30\n`, 6, 'inputs.ledger[0].asOf: 2026-06-30 is not an ISO 8601 instant with an offset'],
  ])('%s', async (_, text, line, what) => {
    expect(await told(text)).toEqual({ where: `po-shadow.yaml:${line}`, what, remedy });
  });
});

describe('a number beyond what it can be is told with its bound', () => {
  const percentage = 'must be a percentage from 0 to 100 in quotes, such as "0.5"';
  itTells([
    ...['101', '100.01', '-1', '1e3', 'NaN', '0.5%', ''].map((percent): [string, string, number, string, string] => [`a tolerance of "${percent}" per cent`, `${BASE}tolerance: { percent: "${percent}" }\n`, 3, `tolerance.percent: ${percentage}`, DESCRIBED]),
    ['a percentage without quotes', `${BASE}tolerance: { percent: 0.5 }\n`, 3, `tolerance.percent: ${percentage}`, 'Write it in quotes: "0.5".'],
    ['a rate above 100', `${BASE}matching: { taxRates: ["8.875", "101"] }\n`, 3, `matching.taxRates[1]: ${percentage}`, DESCRIBED],
    ['a rate of nothing', `${BASE}matching: { taxRates: ["0"] }\n`, 3, 'matching.taxRates[0]: must be above 0, such as "8.875"', DESCRIBED],
    ['a threshold above 100 per cent', `${BASE}gates: { maxAcceptedPercent: 101 }\n`, 3, 'gates.maxAcceptedPercent: must be 100 or less, and 101 is not', DESCRIBED],
    ['a threshold below 0', `${BASE}gates: { minExercisedPercent: -1 }\n`, 3, 'gates.minExercisedPercent: must be 0 or more, and -1 is not', DESCRIBED],
    ['a threshold in quotes', `${BASE}gates: { maxAcceptedPercent: "1" }\n`, 3, 'gates.maxAcceptedPercent: must be a number', 'Write it without quotes: 1.'],
    ['an error rate that nothing can prove', `${BASE}gates: { maxErrorRatePercent: 0 }\n`, 3, 'gates.maxErrorRatePercent: must be above 0: no number of clean transactions rules out every error', DESCRIBED],
    ['a negative number of days', `${BASE}gates: { frozenBusinessDays: -1 }\n`, 3, 'gates.frozenBusinessDays: must be 0 or more, and -1 is not', DESCRIBED],
    ['days until the next century', `${BASE}gates: { maxDaysToCutover: 100000000 }\n`, 3, 'gates.maxDaysToCutover: must be 3660 or less, and 100000000 is not', DESCRIBED],
    ['half a day', `${BASE}matching: { dateWindowDays: 2.5 }\n`, 3, 'matching.dateWindowDays: must be a whole number', DESCRIBED],
    ['too many days', `${BASE}matching: { dateWindowDays: 61 }\n`, 3, 'matching.dateWindowDays: must be 60 or less, and 61 is not', DESCRIBED],
    ['a count below 0', `${AN_INPUT}      controls: { count: -1 }\n`, 6, 'inputs.ledger[0].controls.count: must be 0 or more, and -1 is not', DESCRIBED],
  ]);

  it('0 and 100 per cent are percentages', async () => {
    for (const percent of ['0', '0.00', '7', '99.999', '100', '100.0']) expect(await told(`${BASE}tolerance: { percent: "${percent}" }\n`)).toBe('accepted');
  });
});

it('a text where a list belongs is told how to be one', async () => {
  expect(await told(`${BASE}finalStates: paid\n`)).toMatchObject({ remedy: 'Write it as a list: [paid].' });
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
