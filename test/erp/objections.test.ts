import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FINDING_CODES, type FindingCode } from '../../src/domain/finding.ts';
import { BUSINESS_CENTRAL_OBJECTIONS } from '../../src/erp/dynamics-bc/objections.ts';
import { FINANCE_AND_OPERATIONS_OBJECTIONS } from '../../src/erp/dynamics-fo/objections.ts';
import { NETSUITE_OBJECTIONS } from '../../src/erp/netsuite/objections.ts';
import type { ObjectionTable } from '../../src/erp/objection.ts';
import { sapObjections } from '../../src/erp/sap-s4/profile.ts';
import type { EventParts, World } from '../replay/world.ts';
import { type ErpName, OBJECTED, worldOf } from './erps.ts';

const TABLES: Record<ErpName, ObjectionTable> = {
  netsuite: NETSUITE_OBJECTIONS, 'sap-s4': sapObjections({ costCenterFrom: 'department', plantFrom: 'location' }), 'dynamics-bc': BUSINESS_CENTRAL_OBJECTIONS, 'dynamics-fo': FINANCE_AND_OPERATIONS_OBJECTIONS,
};
const DEFAULTS: Partial<Record<ErpName, Record<string, unknown>>> = { 'sap-s4': { plantFrom: 'location' } };

/** What each ERP says, in the words that a finding carries: when, code, text. */
const SAYS: Record<ErpName, Partial<Record<FindingCode, readonly [string, string?, string?]>>> = {
  netsuite: {
    ENTITY_UNKNOWN: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid subsidiary reference key Z9.'],
    ENTITY_INACTIVE: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid subsidiary reference key Z8.'],
    VENDOR_UNKNOWN: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid entity reference key V-0999 for subsidiary 1.'],
    VENDOR_INACTIVE: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid entity reference key V-1009 for subsidiary 1.'],
    VENDOR_CURRENCY_MISMATCH: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid currency reference key 1 for subsidiary 1.'],
    GL_ACCOUNT_UNKNOWN: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid account reference key 6129 for subsidiary 1.'],
    GL_ACCOUNT_INACTIVE: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid account reference key 6190 for subsidiary 1.'],
    DEPARTMENT_UNKNOWN: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid department reference key D-99 for subsidiary 1.'],
    DEPARTMENT_INACTIVE: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid department reference key D-19 for subsidiary 1.'],
    LOCATION_UNKNOWN: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid location reference key L-099 for subsidiary 1.'],
    LOCATION_INACTIVE: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid location reference key L-019 for subsidiary 1.'],
    COST_OBJECT_MISSING: ['rejected_at_create', 'USER_ERROR', 'Please enter value(s) for: Department'],
    PERIOD_MISSING: ['blocks_invoice', 'USER_ERROR', 'The transaction date you specified is not within the date range of your accounting period.'],
    PERIOD_CLOSED: ['blocks_invoice', 'TRAN_PRD_CLOSED', ''],
    CURRENCY_UNKNOWN: ['rejected_at_create', 'INVALID_KEY_OR_REF', 'Invalid currency reference key 9 for subsidiary 1.'],
  },
  'sap-s4': {
    ENTITY_UNKNOWN: ['rejected_at_create'],
    ENTITY_INACTIVE: ['rejected_at_create'],
    VENDOR_UNKNOWN: ['rejected_at_create', '06/025', 'Vendor V-0999 not created (please check your input)'],
    VENDOR_INACTIVE: ['rejected_at_create', '', 'Supplier V-1009 is blocked for purchasing organization 1010'],
    VENDOR_CURRENCY_MISMATCH: [''],
    GL_ACCOUNT_UNKNOWN: ['rejected_at_create', '', 'Account 6129 does not exist in chart of accounts XXXX'],
    GL_ACCOUNT_INACTIVE: ['rejected_at_create'],
    DEPARTMENT_UNKNOWN: ['rejected_at_create', 'KI/265', 'Cost center D-99 does not exist on 2026-06-02'],
    DEPARTMENT_INACTIVE: ['rejected_at_create', 'KI/260', 'Cost center &/D-19 blocked against direct postings on 2026-06-02'],
    LOCATION_UNKNOWN: ['rejected_at_create'],
    LOCATION_INACTIVE: ['rejected_at_create'],
    COST_OBJECT_MISSING: ['rejected_at_create', 'KI/235', 'Account & requires an assignment to a CO object'],
    PERIOD_MISSING: ['blocks_invoice', 'F5/201', 'Posting period & & is not open'],
    PERIOD_CLOSED: ['blocks_invoice', 'F5/201', 'Posting period & & is not open'],
    CURRENCY_UNKNOWN: ['rejected_at_create'],
  },
  'dynamics-bc': {
    ENTITY_UNKNOWN: ['rejected_at_create'],
    ENTITY_INACTIVE: ['rejected_at_create'],
    VENDOR_UNKNOWN: ['rejected_at_create', 'Application_DialogException', 'The buy-from vendor cannot be found.'],
    VENDOR_INACTIVE: ['rejected_at_create', 'Application_DialogException', 'You cannot create this type of document when Vendor V-1009 is blocked with type %3'],
    VENDOR_CURRENCY_MISMATCH: [''],
    GL_ACCOUNT_UNKNOWN: ['rejected_at_create', 'Application_DialogException', 'Account does not exist.'],
    GL_ACCOUNT_INACTIVE: ['rejected_at_create', 'Application_FieldValidationException', "Blocked must be equal to 'No'  in G/L Account: No.=6190. Current value is 'Yes'."],
    DEPARTMENT_UNKNOWN: ['rejected_at_create', 'Internal_InvalidTableRelation', 'The field Shortcut Dimension 1 Code of table Purchase Header contains a value (D-99) that cannot be found in the related table (Dimension Value).'],
    DEPARTMENT_INACTIVE: ['blocks_release', '', 'Dimension Value DEPARTMENT - D-19 is blocked.'],
    LOCATION_UNKNOWN: ['rejected_at_create', 'Internal_InvalidTableRelation', 'The field Shortcut Dimension 2 Code of table Purchase Header contains a value (L-099) that cannot be found in the related table (Dimension Value).'],
    LOCATION_INACTIVE: ['blocks_release', '', 'Dimension Value STORE - L-019 is blocked.'],
    COST_OBJECT_MISSING: ['blocks_release', '', 'Select a %1 for the %2 %3 for %4 %5.'],
    PERIOD_MISSING: ['blocks_invoice', '', 'The Posting Date is not within your range of allowed posting dates.'],
    PERIOD_CLOSED: ['blocks_invoice', '', 'The Posting Date is not within your range of allowed posting dates.'],
    CURRENCY_UNKNOWN: ['rejected_at_create', 'Application_DialogException', 'The "currencyCode" does not match to a Currency.'],
  },
  'dynamics-fo': {
    ENTITY_UNKNOWN: ['rejected_at_create'],
    ENTITY_INACTIVE: ['rejected_at_create'],
    VENDOR_UNKNOWN: ['rejected_at_create', '', "The value 'V-0999' in field 'Vendor account' is not found in the related table 'Vendors'."],
    VENDOR_INACTIVE: ['rejected_at_create'],
    VENDOR_CURRENCY_MISMATCH: [''],
    GL_ACCOUNT_UNKNOWN: ['rejected_at_create', '', "The value '6129' in field 'Main account' is not found in the related table 'Main accounts'."],
    GL_ACCOUNT_INACTIVE: ['rejected_at_create'],
    DEPARTMENT_UNKNOWN: ['rejected_at_create'],
    DEPARTMENT_INACTIVE: ['rejected_at_create'],
    LOCATION_UNKNOWN: ['rejected_at_create'],
    LOCATION_INACTIVE: ['rejected_at_create'],
    COST_OBJECT_MISSING: ['blocks_release', '', 'Accounting distribution validation failed.'],
    PERIOD_MISSING: ['rejected_at_create'],
    PERIOD_CLOSED: ['rejected_at_create'],
    CURRENCY_UNKNOWN: ['rejected_at_create', '', "The value 'SEK' in field 'Currency' is not found in the related table 'Currency'."],
  },
};

const CASES = Object.entries(SAYS).flatMap(([erp, codes]) => Object.entries(codes).map(([code, says]) => [erp as ErpName, code as FindingCode, says] as const));

/** A world and a report that raise a finding. */
function raise(erp: ErpName, code: FindingCode, settings: Record<string, unknown> = {}): [World, EventParts] {
  const world = worldOf(erp, { defaults: DEFAULTS[erp] ?? {}, ...settings });
  const { report, prepare } = OBJECTED[code] ?? { report: {} };
  prepare?.(world);
  return [world, report];
}

describe('what an ERP objects to', () => {
  test.each(CASES)('%s: %s, when and in which words', (erp, code, [when, erpCode, text]) => {
    const [world, report] = raise(erp, code);
    const found = world.findings(report).filter((each) => each.code === code);
    expect(found).toHaveLength(1);
    const [first] = found as [(typeof found)[number]];
    expect(first.when).toBe(when === '' ? undefined : when);
    expect(first.erp).toEqual(erpCode === undefined ? undefined : { code: erpCode, text });
    expect(first.severity).toBe(when === 'blocks_release' || when === 'blocks_invoice' ? 'warning' : 'error');
  });

  test.each(Object.keys(SAYS) as ErpName[])('%s: a report in order raises none of it', (erp) => {
    const { transaction } = worldOf(erp, { defaults: DEFAULTS[erp] ?? {} }).replay({ lines: [{ description: 'Floor' }], ...(erp === 'sap-s4' ? { location: '' } : {}) });
    expect([transaction.outcome, transaction.findings]).toEqual(['created', []]);
  });

  test('every objection of every table but those about single fields has a case above', () => {
    for (const [erp, table] of Object.entries(TABLES)) {
      const about = Object.keys(table).filter((code) => !code.startsWith('ERP_FIELD_'));
      expect(Object.keys(SAYS[erp as ErpName]), erp).toEqual(expect.arrayContaining(about));
    }
  });

  test('a location that SAP is not sent is the project\'s own rule, and the cost center is whichever the settings say', () => {
    const location = { location: 'Store 099' };
    expect(worldOf('sap-s4').findings(location)[0]).not.toHaveProperty('when');
    expect(worldOf('sap-s4', { defaults: { costCenterFrom: 'location' } }).findings(location)[0]?.erp).toEqual({ code: 'KI/265', text: 'Cost center L-099 does not exist on 2026-06-02' });
  });

  test('NetSuite without subsidiaries names none', () => {
    const [found] = worldOf('netsuite', { defaults: { subsidiary: null } }).findings({ lines: [{ vendorId: 'V-0999' }] });
    expect(found?.erp?.text).toBe('Invalid entity reference key V-0999.');
  });

  test('the generic ERP says nothing', () => {
    const [found] = worldOf('netsuite', { erp: 'generic' }).findings({ lines: [{ vendorId: 'V-0999' }] });
    expect(found).toMatchObject({ code: 'VENDOR_UNKNOWN', severity: 'error' });
    for (const key of ['when', 'erp']) expect(found).not.toHaveProperty(key);
  });
});

describe('a closed period', () => {
  test.each([['netsuite', 'created', 'warning'], ['sap-s4', 'created', 'warning'], ['dynamics-bc', 'created', 'warning'], ['dynamics-fo', 'rejected', 'error']] as const)('%s: %s', (erp, outcome, severity) => {
    const { transaction } = worldOf(erp).replay({ at: '2026-05-29T15:00:00Z' });
    expect([transaction.outcome, transaction.findings.map((each) => [each.code, each.severity])]).toEqual([outcome, [['PERIOD_CLOSED', severity]]]);
  });
});

describe('erpObjections', () => {
  test.each([
    ['blocks_release', 'DEPARTMENT_INACTIVE', 'PERIOD_CLOSED'],
    ['blocks_invoice', 'PERIOD_CLOSED', 'DEPARTMENT_INACTIVE'],
  ] as const)('%s: error rejects what is blocked then, and nothing else', (when, stopped, passed) => {
    const settings = { erpObjections: { [when]: 'error' } };
    const outcomeOf = (code: FindingCode): string => {
      const [world, report] = raise('dynamics-bc', code, settings);
      return world.replay(report).transaction.outcome;
    };
    expect([outcomeOf(stopped), outcomeOf(passed)]).toEqual(['rejected', 'created']);
  });
});

describe('docs/erp-profiles.md', () => {
  const page = readFileSync(new URL('../../docs/erp-profiles.md', import.meta.url), 'utf8');
  const headings: Record<ErpName, string> = { netsuite: 'NetSuite', 'sap-s4': 'SAP', 'dynamics-bc': 'Business Central', 'dynamics-fo': 'F&O' };

  test.each(Object.entries(TABLES))('%s: shows each objection with its time, code, text and what is unsourced, in their order, and no other', (erp, table) => {
    const section = page.split(`### What ${headings[erp as ErpName]} objects to`)[1]?.split('\n#')[0] ?? '';
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    const orDash = (text: string, quote = ''): string => (text === '' ? '–' : `${quote}${text}${quote}`);
    const expected = FINDING_CODES.flatMap((code) => {
      const objection = table[code];
      return objection === undefined ? [] : [`| \`${code}\` | \`${objection.when}\` | ${orDash(objection.code, '`')} | ${orDash(objection.text)} |${objection.unsourced === undefined ? '' : ` [U] ${objection.unsourced}`} |`];
    });
    expect(rows).toEqual(expected);
  });
});
