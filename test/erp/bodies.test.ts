import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { currencyDecimals } from '../../src/domain/currency.ts';
import { formatMinor, parseMinor } from '../../src/domain/money.ts';
import { JsonNumber, type JsonValue, parseExactJson } from '../../src/intake/json-text.ts';
import type { FinanceAndOperationsDefaults } from '../../src/domain/erp-settings.ts';
import { JsonDecimal, bodyText } from '../../src/erp/body-text.ts';
import { Sheet } from '../../src/domain/reference-data.ts';
import { businessCentralOrder } from '../../src/erp/dynamics-bc/schema.ts';
import { financeAndOperationsOrder } from '../../src/erp/dynamics-fo/schema.ts';
import { fitted } from '../../src/erp/fields.ts';
import { keyWithin } from '../../src/erp/key-within.ts';
import { externalIdOf } from '../../src/erp/netsuite/body.ts';
import { netsuiteOrder } from '../../src/erp/netsuite/schema.ts';
import { sapOrder } from '../../src/erp/sap-s4/schema.ts';
import { type EventParts, sha256 } from '../replay/world.ts';
import { DEFAULTS, ERPS, type ErpName, bodyOf, worldOf } from './erps.ts';

const REPORT: EventParts = { id: 'EXP-9041', name: 'June cleaning', lines: [{ description: 'Floor "deep"' }, { amount: '-3.50', location: 'Store 003' }] };

describe('the exact body', () => {
  test('NetSuite: purchaseOrder with an expense sublist and an external id', () => {
    expect(bodyOf(worldOf('netsuite').replay(REPORT))).toBe(
      '{"externalId":"po-shadow__EXP-9041__V-1001","entity":{"externalId":"V-1001"},"subsidiary":{"id":"1"},"currency":{"id":"1"},"tranDate":"2026-06-02","memo":"EXP-9041 June cleaning","expense":{"items":[' +
        '{"account":{"externalId":"6110"},"amount":100.00,"department":{"externalId":"D-10"},"location":{"externalId":"L-012"},"memo":"Floor \\"deep\\""},' +
        '{"account":{"externalId":"6110"},"amount":-3.50,"department":{"externalId":"D-10"},"location":{"externalId":"L-003"}}]}}',
    );
  });

  test('SAP: a deep insert into A_PurchaseOrder with account assignments', () => {
    const item = '"Plant":"1710","MaterialGroup":"01","AccountAssignmentCategory":"K","OrderQuantity":"1","PurchaseOrderQuantityUnit":"EA","OrderPriceUnit":"EA"';
    const assigned = '"to_AccountAssignment":[{"AccountAssignmentNumber":"1","GLAccount":"6110","CostCenter":"D-10"}]';
    expect(bodyOf(worldOf('sap-s4').replay(REPORT))).toBe(
      `{"CompanyCode":"1010","PurchaseOrderType":"NB","Supplier":"V-1001","PurchasingOrganization":"1010","PurchasingGroup":"001","PurchaseOrderDate":"/Date(${Date.UTC(2026, 5, 2)})/","DocumentCurrency":"USD",` +
        `"CorrespncExternalReference":"${keyWithin('po-shadow:EXP-9041:V-1001', 12, sha256)}","to_PurchaseOrderItem":[` +
        `{"PurchaseOrderItem":"10","PurchaseOrderItemText":"Floor \\"deep\\"",${item},"NetPriceAmount":"100.00","NetPriceQuantity":"1",${assigned}},` +
        `{"PurchaseOrderItem":"20","PurchaseOrderItemText":"June cleaning",${item},"NetPriceAmount":"3.50","NetPriceQuantity":"1","IsReturnsItem":true,${assigned}}]}`,
    );
  });

  test('SAP: location as plant, department or location as cost center, tax code', () => {
    const body = JSON.parse(bodyOf(worldOf('sap-s4', { defaults: { costCenterFrom: 'location', taxCode: 'V1' } }).replay({}))) as { to_PurchaseOrderItem: [{ TaxCode: string; to_AccountAssignment: [{ CostCenter: string }] }] };
    expect([body.to_PurchaseOrderItem[0].to_AccountAssignment[0].CostCenter, body.to_PurchaseOrderItem[0].TaxCode]).toEqual(['L-012', 'V1']);
    const plants = worldOf('sap-s4', { defaults: { plantFrom: 'location' } });
    plants.master.locations.set('L-012', { id: '0012', name: 'Store 012', active: true, at: 'locations.csv:2' });
    expect(bodyOf(plants.replay({}))).toContain('"Plant":"0012"');
    expect(bodyOf(plants.replay({ location: '' }))).toContain('"Plant":"1710"');
  });

  test('Business Central: purchaseOrders with lines; the dimensions stand on the header where all lines have the same', () => {
    expect(bodyOf(worldOf('dynamics-bc', { defaults: { keyField: 'yourReference' } }).replay({ ...REPORT, lines: [{ description: 'Floor' }, { amount: '-3.50' }] }))).toBe(
      '{"vendorNumber":"V-1001","orderDate":"2026-06-02","postingDate":"2026-06-02","currencyCode":"USD","shortcutDimension1Code":"D-10","shortcutDimension2Code":"L-012","yourReference":"po-shadow:EXP-9041:V-1001","purchaseOrderLines":[' +
        '{"lineType":"Account","lineObjectNumber":"6110","description":"Floor","quantity":1,"directUnitCost":100.00},' +
        '{"lineType":"Account","lineObjectNumber":"6110","description":"June cleaning","quantity":-1,"directUnitCost":3.50}]}',
    );
  });

  test('Business Central: the dimensions stand on the lines where those differ, and no key where no field takes it', () => {
    const body = bodyOf(worldOf('dynamics-bc').replay({ ...REPORT, department: '' }));
    expect(body).toContain('"description":"Floor \\"deep\\"","quantity":1,"directUnitCost":100.00,"dimensionSetLines":[{"code":"STORE","valueCode":"L-012"}]');
    expect(body).not.toMatch(/shortcutDimension|po-shadow/);
  });

  test('F&O: the header and the lines, dimensions in the order of the format', () => {
    const line = '"ProcurementProductCategoryName":"Services","ProcurementProductCategoryHierarchyName":"Procurement"';
    expect(bodyOf(worldOf('dynamics-fo', { defaults: { site: '1', warehouse: '11' } }).replay(REPORT))).toBe(
      '{"PurchaseOrderHeadersV2":{"dataAreaId":"usmf","OrderVendorAccountNumber":"V-1001","CurrencyCode":"USD","AccountingDate":"2026-06-02T12:00:00Z","VendorOrderReference":"po-shadow:EXP-9041:V-1001","DefaultReceivingSiteId":"1","DefaultReceivingWarehouseId":"11"},"PurchaseOrderLinesV2":[' +
        `{"dataAreaId":"usmf","LineNumber":1,${line},"LineDescription":"Floor \\"deep\\"","OrderedPurchaseQuantity":1,"PurchasePrice":100.00,"PurchasePriceQuantity":1,"LineAmount":100.00,"MainAccountIdDisplayValue":"6110","DefaultLedgerDimensionDisplayValue":"D-10||L-012","ReceivingSiteId":"1","ReceivingWarehouseId":"11"},` +
        `{"dataAreaId":"usmf","LineNumber":2,${line},"LineDescription":"June cleaning","OrderedPurchaseQuantity":-1,"PurchasePrice":3.50,"PurchasePriceQuantity":1,"LineAmount":-3.50,"MainAccountIdDisplayValue":"6110","DefaultLedgerDimensionDisplayValue":"D-10||L-003","ReceivingSiteId":"1","ReceivingWarehouseId":"11"}]}`,
    );
  });

  test.each([['netsuite', '"subsidiary":{"id":"4"}', '4'], ['sap-s4', '"CompanyCode":"GB01"', 'GB01'], ['dynamics-fo', '"dataAreaId":"gbsi"', 'gbsi']] as const)('%s: the legal entity of the report comes before the default, by its code or through mapping/entities', (erp, expected, code) => {
    expect(bodyOf(worldOf(erp).replay({ entity: code }))).toContain(expected);
    const mapped = worldOf(erp);
    mapped.mapping.entities = new Sheet();
    mapped.mapping.entities.set('Example Retail UK', { from: 'Example Retail UK', to: code, at: 'mapping/entities.csv:2' });
    expect(bodyOf(mapped.replay({ entity: 'example  retail UK' }))).toContain(expected);
  });
});

/** Where each ERP's first line has its amount, as text. */
const AMOUNT_AT: Record<ErpName, readonly (string | number)[]> = {
  netsuite: ['expense', 'items', 0, 'amount'], 'sap-s4': ['to_PurchaseOrderItem', 0, 'NetPriceAmount'], 'dynamics-bc': ['purchaseOrderLines', 0, 'directUnitCost'], 'dynamics-fo': ['PurchaseOrderLinesV2', 0, 'LineAmount'],
};

function amountIn(erp: ErpName, body: string): string {
  let value: JsonValue | undefined = parseExactJson(body);
  for (const step of AMOUNT_AT[erp]) value = Array.isArray(value) ? value[step as number] : value instanceof Map ? value.get(step as string) : undefined;
  if (erp === 'sap-s4' ? typeof value !== 'string' : !(value instanceof JsonNumber)) throw new Error(`no amount at ${AMOUNT_AT[erp].join('.')}`);
  return value instanceof JsonNumber ? value.text : String(value);
}

describe('every field of a body is one that its schema knows', () => {
  const FULL: Record<ErpName, Record<string, unknown>> = { netsuite: {}, 'sap-s4': { taxCode: 'V1' }, 'dynamics-bc': { keyField: 'yourReference' }, 'dynamics-fo': { site: '1', warehouse: '11' } };
  const schemas: Record<ErpName, z.ZodType> = {
    netsuite: netsuiteOrder({ references: 'externalId' }), 'sap-s4': sapOrder, 'dynamics-bc': businessCentralOrder('yourReference'), 'dynamics-fo': financeAndOperationsOrder(DEFAULTS['dynamics-fo'] as unknown as FinanceAndOperationsDefaults),
  };

  test.each(ERPS.flatMap((erp) => [[erp, REPORT], [erp, { lines: [{ description: 'Floor' }] }]] as [ErpName, EventParts][]))('%s', (erp, report) => {
    const body = JSON.parse(bodyOf(worldOf(erp, { defaults: FULL[erp] }).replay(report))) as unknown;
    expect(schemas[erp].parse(body)).toEqual(body);
  });
});

describe('amounts', () => {
  test('of any currency and size come back as they were', () => {
    fc.assert(
      fc.property(fc.constantFrom('USD', 'JPY', 'KWD', 'CLF', 'UYW', 'XOF'), fc.maxSafeInteger(), (currency, minor) => {
        const text = bodyText(new JsonDecimal(minor, currency));
        const value = parseExactJson(text);
        expect(value instanceof JsonNumber && parseMinor(value.text, currencyDecimals(currency) as number)).toBe(minor);
      }),
    );
  });

  const amounts = [['USD', '1245.50'], ['USD', '0.01'], ['USD', '1000000.00'], ['JPY', '1245'], ['JPY', '100'], ['KWD', '1.250'], ['KWD', '0.001'], ['CLF', '1.2500'], ['CLF', '40.0001']] as const;
  const largest = (['USD', 'JPY', 'KWD', 'CLF'] as const).map((currency) => [currency, formatMinor(Number.MAX_SAFE_INTEGER, currency)] as const);

  test.each(ERPS.flatMap((erp) => (erp === 'sap-s4' ? amounts.filter(([, amount]) => amount !== '40.0001') : [...amounts, ...largest]).map(([currency, amount]) => [erp, currency, amount] as const)))(
    '%s carries %s %s exactly, with the currency\'s own decimals',
    (erp, currency, amount) => {
      const text = amountIn(erp, bodyOf(worldOf(erp).replay({ currency, lines: [{ vendorId: 'V-1005', amount }] })));
      expect(text).toBe(erp === 'sap-s4' && currency === 'CLF' ? amount.slice(0, -1) : amount);
      expect(parseMinor(text, currencyDecimals(currency) as number)).toBe(parseMinor(amount, currencyDecimals(currency) as number));
    },
  );

  test.each([['CLF', '40.0001', 'a fourth decimal'], ['USD', '1000000000.00', 'ten digits before the point']])('SAP refuses %s %s: %s', (currency, amount) => {
    const { outcome, findings } = worldOf('sap-s4').replay({ currency, lines: [{ vendorId: 'V-1005', amount }] }).transaction;
    expect([outcome, findings.map(({ code, field, value }) => [code, field, value])]).toEqual(['rejected', [['ERP_FIELD_INVALID', 'to_PurchaseOrderItem[0].NetPriceAmount', amount]]]);
  });

  test('a body never holds a float', () => {
    expect(() => bodyText({ amount: 0.1 })).toThrow('0.1, which is no whole number');
  });
});

const long = (length: number): string => 'x'.repeat(length);
/** Texts by the longest value that a field takes; one character more is refused. */
const LENGTHS: readonly [erp: ErpName, field: string, limit: number, report: (value: string) => EventParts, defaults?: Record<string, unknown>][] = [
  ['sap-s4', 'CompanyCode', 4, (entity) => ({ entity })],
  ['sap-s4', 'to_PurchaseOrderItem[0].PurchaseOrderItemText', 40, (description) => ({ lines: [{ description }] })],
  ['dynamics-bc', 'purchaseOrderLines[0].description', 100, (description) => ({ lines: [{ description }] })],
  ['dynamics-fo', 'PurchaseOrderHeadersV2.dataAreaId', 4, (entity) => ({ entity })],
];
/** The same for ids of the master data: vendor, account, department, location. */
const IDS: readonly [erp: ErpName, field: string, limit: number, record: 'vendors' | 'glAccounts' | 'departments' | 'locations', defaults?: Record<string, unknown>][] = [
  ['sap-s4', 'Supplier', 10, 'vendors'],
  ['sap-s4', 'to_PurchaseOrderItem[0].to_AccountAssignment[0].GLAccount', 10, 'glAccounts'],
  ['sap-s4', 'to_PurchaseOrderItem[0].to_AccountAssignment[0].CostCenter', 10, 'departments'],
  ['sap-s4', 'to_PurchaseOrderItem[0].Plant', 4, 'locations', { plantFrom: 'location' }],
  ['dynamics-bc', 'vendorNumber', 20, 'vendors'],
  ['dynamics-bc', 'purchaseOrderLines[0].lineObjectNumber', 20, 'glAccounts'],
  ['dynamics-bc', 'shortcutDimension1Code', 20, 'departments'],
  ['dynamics-bc', 'shortcutDimension2Code', 20, 'locations'],
  ['dynamics-fo', 'PurchaseOrderHeadersV2.OrderVendorAccountNumber', 20, 'vendors'],
  ['dynamics-fo', 'PurchaseOrderLinesV2[0].MainAccountIdDisplayValue', 20, 'glAccounts'],
];
const OWN_ID = { vendors: 'V-1001', glAccounts: '6110', departments: 'D-10', locations: 'L-012' };

/** The findings of a report whose vendor, account, department or location has another id. */
function findingsWithId(erp: ErpName, record: keyof typeof OWN_ID, id: string, defaults: Record<string, unknown> = {}) {
  const world = worldOf(erp, { defaults });
  world.master[record].set(OWN_ID[record], { id, name: 'Renamed', active: true, currency: '', at: 'sheet.csv:2' });
  // Without a location nothing but the value in question can be too long.
  return world.replay({ ...(record !== 'locations' && defaults.plantFrom === 'location' ? { location: '' } : {}) }).transaction;
}

describe('lengths', () => {
  test.each(LENGTHS)('%s: %s takes %d characters and not one more', (erp, field, limit, report, defaults) => {
    expect(worldOf(erp, { defaults: defaults ?? {} }).findings(report(long(limit)))).toEqual([]);
    const { outcome, findings } = worldOf(erp, { defaults: defaults ?? {} }).replay(report(long(limit + 1))).transaction;
    expect(outcome).toBe('rejected');
    expect(findings).toMatchObject([{ code: 'ERP_FIELD_TOO_LONG', severity: 'error', when: 'rejected_at_create', field, value: long(limit + 1), at: 'approvals.jsonl:1' }]);
    expect(findings[0]?.message).toContain(`takes ${limit} characters, these are ${limit + 1}`);
  });

  test.each(IDS)('%s: %s takes %d characters and not one more', (erp, field, limit, record, defaults) => {
    expect(findingsWithId(erp, record, long(limit), defaults).findings).toEqual([]);
    expect(findingsWithId(erp, record, long(limit + 1), defaults).findings).toMatchObject([{ code: 'ERP_FIELD_TOO_LONG', field, value: long(limit + 1) }]);
  });

  test('Business Central says it in its own words', () => {
    const [found] = worldOf('dynamics-bc').findings({ lines: [{ description: long(101) }, { description: long(102) }] });
    expect(found?.erp).toEqual({ code: 'Application_StringExceededLength', text: `The length of the string is 101, but it must be less than or equal to 100 characters. Value: ${long(101)}` });
    expect(found?.message).toMatch(/\(and 1 more\)$/);
  });

  test.each([['sap-s4', 40], ['dynamics-bc', 100]] as const)('%s: the integration may cut long texts, and codes never', (erp, limit) => {
    const world = worldOf(erp, { defaults: { longText: 'cut' } });
    expect(bodyOf(world.replay({ lines: [{ description: long(limit + 9) }] }))).toContain(`"${long(limit)}"`);
    expect(findingsWithId(erp, 'vendors', long(21), { longText: 'cut' }).outcome).toBe('rejected');
  });

  test('no cut goes through the middle of a character', () => {
    expect([fitted('ab😀', 3, 'cut'), fitted('ab😀', 4, 'cut'), fitted('abcd', 3, 'refuse')]).toEqual(['ab', 'ab😀', 'abcd']);
  });

  test('a report that is rejected anyway says what is too long, and not what is missing because of it', () => {
    const codes = worldOf('sap-s4').findings({ department: '', location: '', lines: [{ merchant: 'Nobody', description: long(41) }] }).map(({ code }) => code);
    expect(codes).toEqual(['VENDOR_UNMAPPED', 'COST_OBJECT_MISSING', 'ERP_FIELD_TOO_LONG']);
  });
});

describe('forms', () => {
  test.each<[string, ErpName, EventParts, Record<string, unknown>, string, string]>([
    ['an id that is no internal id', 'netsuite', {}, { references: 'internalId' }, 'entity.id', 'V-1001'],
    ['a currency without an internal id', 'netsuite', {}, { currencies: { CAD: '3' } }, 'currency.id', 'USD'],
    ['a line without a cost center', 'sap-s4', { department: '' }, {}, 'to_PurchaseOrderItem[0].to_AccountAssignment[0].CostCenter', ''],
  ])('%s is refused', (_, erp, report, defaults, field, value) => {
    const { outcome, findings, orders } = worldOf(erp, { defaults }).replay(report).transaction;
    expect([outcome, orders]).toEqual(['rejected', []]);
    expect(findings).toMatchObject([{ code: 'ERP_FIELD_INVALID', severity: 'error', when: 'rejected_at_create', field, value }]);
  });

  test('internal ids are taken', () => {
    const world = worldOf('netsuite', { defaults: { references: 'internalId' } });
    for (const [record, id] of [['vendors', '107'], ['glAccounts', '58'], ['departments', '2'], ['locations', '12']] as const) world.master[record].set(OWN_ID[record], { id, name: '', active: true, currency: '', at: 'sheet.csv:2' });
    expect(bodyOf(world.replay({}))).toContain('"entity":{"id":"107"}');
  });

  test('a department that holds the delimiter of F&O would be read as two', () => {
    expect(findingsWithId('dynamics-fo', 'departments', 'D|10').findings).toMatchObject([{
      code: 'ERP_FIELD_INVALID', field: 'PurchaseOrderLinesV2[0].DefaultLedgerDimensionDisplayValue', value: 'D|10||L-012',
      erp: { code: '', text: "Validation of field 'PurchaseOrderLinesV2[0].DefaultLedgerDimensionDisplayValue' failed" },
    }]);
  });
});

describe('idempotency keys', () => {
  test('are the same in every replay, and others for every PO', () => {
    for (const erp of ERPS) {
      const replay = (id: string): string => bodyOf(worldOf(erp, erp === 'dynamics-bc' ? { defaults: { keyField: 'yourReference' } } : {}).replay({ id }));
      expect(replay('EXP-1'), erp).toBe(replay('EXP-1'));
      expect(replay('EXP-1'), erp).not.toBe(replay('EXP-2'));
    }
  });

  test('a PO that is created anew after a withdrawal has another one', () => {
    const { transaction } = worldOf('netsuite').replay({ id: 'EXP-1' }, { id: 'EXP-1', status: 'recalled', at: '2026-06-03T15:00:00Z' }, { id: 'EXP-1', at: '2026-06-04T15:00:00Z' });
    expect(transaction.orders[0]?.requestBody).toContain('"externalId":"po-shadow__EXP-1__V-1001_23_2"');
  });

  test('fit their field, by the first bits of the hash where they are longer', () => {
    expect(keyWithin('po-shadow:1', 12, sha256)).toBe('po-shadow:1');
    // SHA-256 of "abc" begins with ba7816bf8f01cfea: 10111 01001 11100 00001 01101 01111 11100 01111 00000 00111 00111 11110.
    expect(keyWithin('abc', 2, sha256)).toBe('N9');
    expect(keyWithin('po-shadow:EXP-9041:V-1001', 12, sha256)).toMatch(/^[0-9A-V]{12}$/);
    expect(keyWithin(long(36), 35, sha256)).toMatch(/^[0-9A-V]{26}$/);
  });

  test.each([['a:b', 'a__b'], ['a_b', 'a_5f_b'], ['a__b', 'a_5f__5f_b'], ['é', '_e9_'], ['#2', '_23_2']])('NetSuite: %s becomes %s', (key, externalId) => {
    expect(externalIdOf(key)).toBe(externalId);
  });
});
