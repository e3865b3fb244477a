import { Sheet } from '../../src/domain/reference-data.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { ReplayedReport } from '../../src/replay/replayed-report.ts';
import { type EventParts, World } from '../replay/world.ts';

/** What the body of each ERP needs beside the sheets. */
export const DEFAULTS = {
  netsuite: { subsidiary: '1', currencies: { USD: '1', JPY: '5', KWD: '7', CLF: '8', SEK: '9' }, references: 'externalId' },
  'sap-s4': { companyCode: '1010', purchasingOrganization: '1010', purchasingGroup: '001', plant: '1710', materialGroup: '01' },
  'dynamics-bc': { departmentDimension: 'DEPARTMENT', locationDimension: 'STORE' },
  'dynamics-fo': { dataAreaId: 'usmf', procurementCategory: 'Services', procurementHierarchy: 'Procurement', dimensions: { order: ['department', 'blank', 'location'], delimiter: '|' } },
} as const;
export type ErpName = keyof typeof DEFAULTS;
export const ERPS = Object.keys(DEFAULTS) as ErpName[];

/** A world of one ERP; `defaults` replaces keys of its section. */
export function worldOf(erp: ErpName, { defaults = {}, ...settings }: Record<string, unknown> & { defaults?: Record<string, unknown> } = {}): World {
  const world = new World({ erp, erpDefaults: { [erp]: { ...DEFAULTS[erp], ...defaults } }, ...settings });
  // A vendor that takes any currency, and one too many for a sheet of items.
  world.master.vendors.set('V-1005', { id: 'V-1005', name: 'Anywhere', currency: '', active: true, at: 'vendors.csv:7' });
  return world;
}

/** The report's only would-be body, as its text. */
export function bodyOf({ transaction }: ReplayedReport): string {
  const [order, ...others] = transaction.orders;
  if (order === undefined || others.length > 0) throw new Error(`${transaction.orders.length} orders: ${JSON.stringify(transaction.findings)}`);
  return order.requestBody;
}

/** A case of one finding: what the report is, and what has to be prepared so that it is raised. */
export interface FindingCase {
  report: EventParts;
  prepare?: (world: World) => void;
}

const onlyOfMay = (world: World): void => {
  world.master.periods = world.master.periods.filter(({ status }) => status === 'closed');
};

/** The ERP has a legal entity Z8, and nothing is taken for it any more. */
const withEntities = (world: World): void => {
  world.master.entities = new Sheet();
  world.master.entities.set('Z8', { id: 'Z8', name: 'Example Retail Dormant', active: false, at: 'master/entities.csv:2' });
};

/** A report for each finding to which an ERP may object, but for those about single fields. */
export const OBJECTED: Partial<Record<Finding['code'], FindingCase>> = {
  ENTITY_UNKNOWN: { report: { entity: 'Z9' }, prepare: withEntities },
  ENTITY_INACTIVE: { report: { entity: 'Z8' }, prepare: withEntities },
  VENDOR_UNKNOWN: { report: { lines: [{ vendorId: 'V-0999' }] } },
  VENDOR_INACTIVE: { report: { lines: [{ vendorId: 'V-1009' }] } },
  VENDOR_CURRENCY_MISMATCH: { report: { lines: [{ vendorId: 'V-1003' }] } },
  GL_ACCOUNT_UNKNOWN: { report: { lines: [{ category: 'Mystery' }] } },
  GL_ACCOUNT_INACTIVE: { report: { lines: [{ category: 'Retired' }] } },
  DEPARTMENT_UNKNOWN: { report: { department: 'Nowhere' } },
  DEPARTMENT_INACTIVE: { report: { department: 'Archive' } },
  LOCATION_UNKNOWN: { report: { location: 'Store 099' } },
  LOCATION_INACTIVE: { report: { location: 'Store 019' } },
  COST_OBJECT_MISSING: { report: { department: '', location: '' } },
  PERIOD_MISSING: { report: {}, prepare: onlyOfMay },
  PERIOD_CLOSED: { report: { at: '2026-05-29T15:00:00Z' } },
  CURRENCY_UNKNOWN: {
    report: { currency: 'SEK' },
    prepare: (world) => {
      const [acme] = [...world.master.vendors.values()];
      world.master.vendors = new Sheet();
      if (acme !== undefined) world.master.vendors.set(acme.id, acme);
    },
  },
};
