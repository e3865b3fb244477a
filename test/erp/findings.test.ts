import { describe, expect, test } from 'vitest';
import { FINDING_CODES, FINDINGS, type FindingCode, finding } from '../../src/domain/finding.ts';
import { Sheet } from '../../src/domain/reference-data.ts';
import { type EventParts, World } from '../replay/world.ts';

interface Case {
  code: FindingCode;
  report: EventParts;
  field: string;
  value: string;
  at: string;
  /** What the remedy suggests, where a known value is close. */
  nearest?: string;
  settings?: Record<string, unknown>;
  prepare?: (world: World) => void;
}

const SAP = { erp: 'sap-s4', erpDefaults: { 'sap-s4': { companyCode: '1010', purchasingOrganization: '1010', purchasingGroup: '001', plant: '1010', materialGroup: '01' } } };

function mapped({ mapping }: World, from: string, to: string): void {
  mapping.entities = new Sheet();
  mapping.entities.set(from, { from, to, at: 'mapping/entities.csv:2' });
}

function known({ master }: World, active: boolean): void {
  master.entities = new Sheet();
  master.entities.set('2000', { id: '2000', name: 'Example Retail UK Ltd', active, at: 'master/entities.csv:2' });
}

const CASES: Record<string, Case> = {
  'a required role has not approved': { code: 'ROUTING_INCOMPLETE', report: { chain: [] }, field: 'report.approvals', value: 'manager', at: 'approvals.jsonl:1' },
  'the employee approves the own report': { code: 'APPROVER_IS_SUBMITTER', report: { email: 'LEE@shop.example' }, field: 'report.approvals', value: 'lee@shop.example', at: 'approvals.jsonl:1' },
  'an approver without a row in the mapping': {
    code: 'APPROVER_UNMAPPED', report: { chain: ['manager leo@shop.example approved 2026-06-02T15:00:00Z'] }, field: 'report.approvals', value: 'leo@shop.example', at: 'approvals.jsonl:1', nearest: '"lee@shop.example", mapped to U-1',
  },
  'an approver whom the ERP does not have': { code: 'APPROVER_UNKNOWN', report: { chain: ['manager una@shop.example approved 2026-06-02T15:00:00Z'] }, field: 'report.approvals', value: 'U-7', at: 'mapping/approvers.csv:5' },
  'an approver who left': { code: 'APPROVER_INACTIVE', report: { chain: ['manager max@shop.example approved 2026-06-02T15:00:00Z'] }, field: 'report.approvals', value: 'U-9', at: 'mapping/approvers.csv:4' },
  'a legal entity without a row in the mapping': {
    code: 'ENTITY_UNMAPPED', report: { entity: 'Example Retail UX' }, field: 'report.entity', value: 'Example Retail UX', at: 'approvals.jsonl:1', nearest: '"Example Retail UK", mapped to 2000',
    prepare: (world) => mapped(world, 'Example Retail UK', '2000'),
  },
  'a legal entity mapped to an id that the ERP does not have': {
    code: 'ENTITY_UNKNOWN', report: { entity: 'example retail uk' }, field: 'report.entity', value: '2001', at: 'mapping/entities.csv:2', nearest: '2000 Example Retail UK Ltd',
    prepare: (world) => {
      mapped(world, 'Example Retail UK', '2001');
      known(world, true);
    },
  },
  'a default legal entity that is out of use': {
    code: 'ENTITY_INACTIVE', settings: { erpDefaults: { generic: { entity: '2000' } } }, report: {}, field: 'report.entity', value: '2000', at: 'master/entities.csv:2', prepare: (world) => known(world, false),
  },
  'a merchant without a row in the mapping': { code: 'VENDOR_UNMAPPED', report: { lines: [{ merchant: 'Acme Janitoral' }] }, field: 'report.lines[1].merchant', value: 'Acme Janitoral', at: 'approvals.jsonl:1', nearest: 'V-1001 Acme Janitorial Supply Co' },
  'a line that names nobody': { code: 'VENDOR_UNMAPPED', report: { lines: [{ merchant: '' }] }, field: 'report.lines[1].merchant', value: '', at: 'approvals.jsonl:1' },
  'a vendor id that the ERP does not have': { code: 'VENDOR_UNKNOWN', report: { lines: [{ vendorId: 'V-0999' }] }, field: 'report.lines[1].vendorId', value: 'V-0999', at: 'approvals.jsonl:1', nearest: 'V-1001 Acme Janitorial Supply Co' },
  'a merchant mapped to a vendor id that the ERP does not have': { code: 'VENDOR_UNKNOWN', report: { lines: [{ merchant: 'Ghost Supplies' }] }, field: 'report.lines[1].merchant', value: 'V-0777', at: 'mapping/vendors.csv:7' },
  'a vendor out of use': { code: 'VENDOR_INACTIVE', report: { lines: [{ merchant: 'Dormant Goods' }] }, field: 'report.lines[1].merchant', value: 'V-1009', at: 'mapping/vendors.csv:6' },
  'a vendor paid in another currency': { code: 'VENDOR_CURRENCY_MISMATCH', report: { lines: [{ vendorId: 'V-1003' }] }, field: 'report.lines[1].vendorId', value: 'V-1003', at: 'vendors.csv:4' },
  'a category without a row in the mapping': { code: 'GL_ACCOUNT_UNMAPPED', report: { lines: [{ category: 'Cleanin' }] }, field: 'report.lines[1].category', value: 'Cleanin', at: 'approvals.jsonl:1', nearest: '"Cleaning", mapped to 6110' },
  'an account that the ERP does not have': { code: 'GL_ACCOUNT_UNKNOWN', report: { lines: [{ category: 'Mystery' }] }, field: 'report.lines[1].category', value: '6129', at: 'mapping/categories.csv:5', nearest: '6120 6120 name' },
  'an account out of use': { code: 'GL_ACCOUNT_INACTIVE', report: { lines: [{ category: 'Retired' }] }, field: 'report.lines[1].category', value: '6190', at: 'mapping/categories.csv:4' },
  'a department without a row in the mapping': { code: 'DEPARTMENT_UNMAPPED', report: { department: 'Storm Operations' }, field: 'report.lines[1].department', value: 'Storm Operations', at: 'approvals.jsonl:1', nearest: '"Store Operations", mapped to D-10' },
  'a department that the ERP does not have': { code: 'DEPARTMENT_UNKNOWN', report: { department: 'Nowhere' }, field: 'report.lines[1].department', value: 'D-99', at: 'mapping/departments.csv:5' },
  'a department out of use': { code: 'DEPARTMENT_INACTIVE', report: { department: 'Archive' }, field: 'report.lines[1].department', value: 'D-19', at: 'mapping/departments.csv:4' },
  'a location without a row in the mapping': { code: 'LOCATION_UNMAPPED', report: { lines: [{ location: 'Store 112' }] }, field: 'report.lines[1].location', value: 'Store 112', at: 'approvals.jsonl:1', nearest: '"Store 012", mapped to L-012' },
  'a location that the ERP does not have': { code: 'LOCATION_UNKNOWN', report: { location: 'Store 099' }, field: 'report.lines[1].location', value: 'L-099', at: 'mapping/locations.csv:5' },
  'a location out of use': { code: 'LOCATION_INACTIVE', report: { location: 'Store 019' }, field: 'report.lines[1].location', value: 'L-019', at: 'mapping/locations.csv:4' },
  'neither a department nor a location': { code: 'COST_OBJECT_MISSING', report: { department: '', location: '' }, field: 'report.lines[1].department', value: '1', at: 'approvals.jsonl:1' },
  'neither a decision nor an event time': { code: 'APPROVAL_DATE_MISSING', report: { at: null, chain: null }, field: 'occurredAt', value: '', at: 'approvals.jsonl:1' },
  'no fiscal period holds the date': { code: 'PERIOD_MISSING', report: { at: '2026-07-01T15:00:00Z' }, field: 'poDate', value: '2026-07-01', at: 'approvals.jsonl:1' },
  'the fiscal period is closed': { code: 'PERIOD_CLOSED', report: { at: '2026-05-31T15:00:00Z' }, field: 'poDate', value: '2026-05', at: 'periods.csv:2' },
  'a line whose tax is needed and not given': {
    code: 'TAX_MISSING', settings: { amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'net' } }, report: { lines: [{ tax: '1.00' }, {}] }, field: 'report.lines[2].tax', value: '2', at: 'approvals.jsonl:1',
  },
  'a tax of another sign than its line': {
    code: 'TAX_IMPLAUSIBLE', settings: { amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'net' } }, report: { lines: [{ tax: '1.00' }, { tax: '-7.00' }] }, field: 'report.lines[2].tax', value: '-7.00', at: 'approvals.jsonl:1',
  },
  'a tax larger than the gross amount that it is in': {
    code: 'TAX_IMPLAUSIBLE', settings: { amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'net' } }, report: { lines: [{ tax: '100.01' }, { tax: '100.00' }] }, field: 'report.lines[1].tax', value: '100.01', at: 'approvals.jsonl:1',
  },
  'lines that come to more than is exact on the basis of purchase orders': {
    code: 'AMOUNT_BEYOND_LIMIT', settings: { amountBasis: { approvals: 'net', purchaseOrders: 'gross', ledger: 'gross' } },
    report: { lines: [{ amount: '45035996273704.95', tax: '0.02' }, { amount: '45035996273704.95', tax: '0.03' }] }, field: 'report.total', value: '90071992547409.90', at: 'approvals.jsonl:1',
  },
  'the lines do not add up to the total': { code: 'AMOUNT_LINES_MISMATCH', report: { total: '100.01' }, field: 'report.total', value: '100.01', at: 'approvals.jsonl:1' },
  'a refund': { code: 'AMOUNT_NOT_POSITIVE', report: { lines: [{ amount: '-3.00' }] }, field: 'amount', value: '-3.00', at: 'approvals.jsonl:1' },
  'a PO of nothing': { code: 'AMOUNT_NOT_POSITIVE', report: { lines: [{ amount: '3.00' }, { amount: '-3.00' }] }, field: 'amount', value: '0.00', at: 'approvals.jsonl:1' },
  'one PO a report, and two vendors': {
    code: 'VENDOR_AMBIGUOUS', settings: { grouping: 'report' }, report: { lines: [{}, { merchant: 'Bluebird Signage' }] }, field: 'report.lines[].vendorId', value: 'V-1001, V-1002', at: 'approvals.jsonl:1',
  },
  'a currency that no vendor uses': { code: 'CURRENCY_UNKNOWN', report: { currency: 'SEK' }, field: 'report.currency', value: 'SEK', at: 'approvals.jsonl:1' },
  'an item that the ERP does not have': {
    code: 'ITEM_UNKNOWN', report: { lines: [{ itemId: 'IT-501' }] }, field: 'report.lines[1].itemId', value: 'IT-501', at: 'approvals.jsonl:1', nearest: 'IT-500 Floor pads',
    prepare: (world) => {
      world.master.items = new Sheet();
      world.master.items.set('IT-500', { id: 'IT-500', name: 'Floor pads', active: true, at: 'items.csv:2' });
    },
  },
  'a vendor id with more characters than SAP takes': {
    code: 'ERP_FIELD_TOO_LONG', settings: SAP, report: { lines: [{ vendorId: 'V-1000000000' }] }, field: 'Supplier', value: 'V-1000000000', at: 'approvals.jsonl:1',
    prepare: (world) => world.master.vendors.set('V-1000000000', { id: 'V-1000000000', name: 'Long', currency: 'USD', active: true, at: 'vendors.csv:7' }),
  },
  'a line for which SAP has no cost center': { code: 'ERP_FIELD_INVALID', settings: SAP, report: { department: '' }, field: 'to_PurchaseOrderItem[0].to_AccountAssignment[0].CostCenter', value: '', at: 'approvals.jsonl:1' },
  'the source carries no chain': { code: 'ROUTING_NOT_EVIDENCED', report: { chain: null }, field: 'report.approvals', value: '', at: 'approvals.jsonl:1' },
};

describe('each finding carries code, field, value, where it was read, and a remedy', () => {
  test.each(Object.entries(CASES))('%s', (_, { code, report, settings, prepare, nearest, ...expected }) => {
    const world = new World(settings);
    prepare?.(world);
    const found = world.findings(report).filter((each) => each.code === code);
    expect(found).toHaveLength(1);
    const [{ field, value, at, message, remedy }] = found as [(typeof found)[number]];
    expect({ field, value, at }).toEqual(expected);
    expect(message).not.toBe('');
    if (nearest === undefined) expect(remedy).not.toContain('Did you mean');
    else expect(remedy).toContain(`Did you mean ${nearest}`);
  });

  test('every code has a case here, but those that a single snapshot that was read does not raise', () => {
    const covered = new Set(Object.values(CASES).map(({ code }) => code));
    expect(FINDING_CODES.filter((code) => !covered.has(code))).toEqual(['SNAPSHOT_UNREADABLE', 'SUBMITTER_CHANGED']);
  });

  test('only a missing chain is a warning', () => {
    expect(FINDING_CODES.filter((code) => FINDINGS[code].severity === 'warning')).toEqual(['ROUTING_NOT_EVIDENCED']);
  });

  test.each(FINDING_CODES)('%s says what is wrong and what to do', (code) => {
    const made = finding(code, { field: 'field', value: 'X', at: 'file:1', others: 2 });
    expect(made.message).toMatch(/\(and 2 more\)$/);
    expect(made.remedy).toMatch(/\.$/);
  });
});

describe('all findings of a report', () => {
  test('are collected, in the documented order, each code once', () => {
    const found = new World().findings({
      chain: ['vp nobody@shop.example approved 2026-05-30T15:00:00Z'], at: '2026-05-30T15:00:00Z', currency: 'SEK', total: '5.00', department: '', location: '',
      lines: [{ merchant: 'Nobody' }, { merchant: 'Nobody Else' }, { vendorId: 'V-1', category: 'Nothing' }, { vendorId: 'V-1009', category: 'Mystery', department: 'Archive', amount: '-1.00' }, { category: 'Retired', location: 'Nowhere' }],
    });
    expect(found.map(({ code }) => code)).toEqual([
      'ROUTING_INCOMPLETE', 'APPROVER_UNMAPPED', 'VENDOR_UNMAPPED', 'VENDOR_UNKNOWN', 'VENDOR_INACTIVE', 'VENDOR_CURRENCY_MISMATCH', 'GL_ACCOUNT_UNMAPPED', 'GL_ACCOUNT_UNKNOWN', 'GL_ACCOUNT_INACTIVE',
      'DEPARTMENT_INACTIVE', 'LOCATION_UNMAPPED', 'COST_OBJECT_MISSING', 'PERIOD_CLOSED', 'AMOUNT_LINES_MISMATCH', 'AMOUNT_NOT_POSITIVE', 'CURRENCY_UNKNOWN',
    ]);
    expect(found.find(({ code }) => code === 'VENDOR_UNMAPPED')?.message).toBe('merchant "Nobody" has no row in mapping/vendors (and 1 more)');
  });

  test('reject it whole, with no PO at all', () => {
    const { transaction } = new World().replay({ lines: [{}, { merchant: 'Nobody' }] });
    expect([transaction.outcome, transaction.orders]).toEqual(['rejected', []]);
  });

  test('do not reject it where they are warnings', () => {
    const { transaction } = new World().replay({ chain: null });
    expect([transaction.outcome, transaction.findings.map(({ code }) => code)]).toEqual(['created', ['ROUTING_NOT_EVIDENCED']]);
  });
});

describe('what is no finding', () => {
  test.each([
    ['a refund line in a positive PO', { lines: [{}, { amount: '-3.00' }] }],
    ['a location without a department', { department: '' }],
    ['a department without a location', { location: '' }],
    ['a personal line of an unmapped merchant', { lines: [{}, { merchant: 'Nobody', personal: true }] }],
    ['names in another case and spacing', { department: ' STORE  operations', lines: [{ merchant: 'ACME JANITORIAL', category: 'cleaning', vendorId: 'v-1001' }] }],
    ['an approver who rejected before approving', { chain: ['manager lee@shop.example rejected 2026-06-01T15:00:00Z', 'manager lee@shop.example approved 2026-06-02T15:00:00Z'] }],
    ['an item where the project has no items sheet', { lines: [{ itemId: 'IT-501' }] }],
    ['an employee who sent the own report back', { email: 'kim@shop.example', chain: ['manager kim@shop.example rejected 2026-06-01T15:00:00Z', 'manager lee@shop.example approved 2026-06-02T15:00:00Z'] }],
  ] satisfies [string, EventParts][])('%s', (_, report) => {
    expect(new World().findings(report)).toEqual([]);
  });

  test('a vendor that takes any currency, in a currency that no other uses', () => {
    const world = new World();
    world.master.vendors.set('V-1005', { id: 'V-1005', name: 'Anywhere', currency: '', active: true, at: 'vendors.csv:7' });
    expect(world.findings({ currency: 'SEK', lines: [{ vendorId: 'V-1005' }] })).toEqual([]);
  });
});

describe('the amount rule looks at each would-be PO', () => {
  test('a refund at another vendor is a credit of its own', () => {
    const found = new World().findings({ lines: [{}, { merchant: 'Bluebird Signage', amount: '-3.00' }] });
    expect(found.map(({ code, value, message }) => [code, value, message])).toEqual([['AMOUNT_NOT_POSITIVE', '-3.00', 'a PO of -3.00 for Bluebird Signage LLC is a vendor credit, not a PO']]);
  });

  test('one PO a line makes every refund line a credit', () => {
    expect(new World({ grouping: 'line' }).findings({ lines: [{}, { amount: '-3.00' }] }).map(({ code }) => code)).toEqual(['AMOUNT_NOT_POSITIVE']);
  });

  test('a merchant nobody mapped is one vendor however it is spelled', () => {
    expect(new World({ grouping: 'report' }).findings({ lines: [{ merchant: 'Nobody' }, { merchant: 'NOBODY', amount: '-3.00' }] }).map(({ code }) => code)).toEqual(['VENDOR_UNMAPPED']);
  });
});
