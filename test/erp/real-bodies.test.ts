import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { businessCentralHeader, businessCentralLine } from '../../src/erp/dynamics-bc/schema.ts';
import { sapAccountAssignment, sapHeader, sapItem } from '../../src/erp/sap-s4/schema.ts';

// Bodies that others published lie beside the checkout on some machines.
const REAL = fileURLToPath(new URL('../../../shared/real/', import.meta.url));
const HAS_REAL = existsSync(REAL);
if (!HAS_REAL) console.info('bodies as Microsoft and SAP users published them: skipped, ../shared/real is not there');

const FILES: readonly [file: string, schema: z.ZodType][] = [
  ['bc/purchaseorder_create-0.json', businessCentralHeader],
  ['bc/purchaseorder_create-1.json', businessCentralHeader],
  ['bc/purchaseorder_get-1.json', businessCentralHeader],
  ['bc/purchaseorderline_create-0.json', businessCentralLine],
  ['bc/purchaseorderline_create-1.json', businessCentralLine],
  ['sap-po/purchase-order-header-01-sample.json', sapHeader],
  ['sap-po/purchase-order-header-02-item-sample.json', sapItem],
  ['sap-po/purchase-order-item-01-sample.json', sapItem],
  ['sap-po/purchase-order-header-05-item-account-sample.json', sapAccountAssignment],
  ['sap-po/purchase-order-item-04-item-account-sample.json', sapAccountAssignment],
];

/** What a file holds behind the lines of an HTTP message, without the list that may be around it. */
function bodyIn(file: string): Record<string, unknown> {
  const text = readFileSync(`${REAL}${file}`, 'utf8');
  const body = JSON.parse(text.slice(text.search(/^[[{]/m))) as Record<string, unknown> | Record<string, unknown>[];
  return Array.isArray(body) ? (body[0] ?? {}) : body;
}

describe.skipIf(!HAS_REAL)('bodies that others published', () => {
  it.each(FILES)('%s is accepted, and has each field that must be given', (file, schema) => {
    const body = bodyIn(file);
    expect(Object.keys(body).length).toBeGreaterThan(10);
    expect(schema.safeParse(body).error?.issues ?? []).toEqual([]);
  });

  it.each(FILES)('%s is refused where one of its texts is far too long', (file, schema) => {
    const body = bodyIn(file);
    const known = Object.keys((schema as z.ZodObject).shape).filter((key) => typeof body[key] === 'string' && body[key] !== '');
    expect(known.length).toBeGreaterThan(0);
    for (const key of known) expect(schema.safeParse({ ...body, [key]: 'x'.repeat(200) }).success, key).toBe(false);
  });

  it('a body of which every field is blank is refused', () => {
    const { PurchaseOrder: blank } = bodyIn('sap-po/create-body-header.json') as { PurchaseOrder: Record<string, unknown> };
    expect(sapHeader.safeParse(blank).error?.issues.map(({ path }) => path[0])).toEqual(expect.arrayContaining(['CompanyCode', 'Supplier', 'PurchaseOrderDate']));
  });
});
