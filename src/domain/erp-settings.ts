import { z } from 'zod';
import { complain, currency } from './setting-values.ts';

/** A code of the ERP of at most `length` characters, that must be given. */
const code = (length: number) => z.string().min(1).max(length, `is longer than the ERP's field, which takes ${length} characters`);
const longText = z.enum(['refuse', 'cut']).default('refuse');
const severity = z.enum(['error', 'warning']).default('warning');

const netsuite = z.strictObject({
  /** Null for an account without subsidiaries. */
  subsidiary: code(20).nullable(),
  /** Internal ids by currency. */
  currencies: z.record(currency, code(20)).superRefine((ids, context) => {
    if (Object.keys(ids).length === 0) complain(context, 'names no currency, and no PO could be sent', 'Write the internal id of each currency, such as { USD: "1" }.');
  }),
  /** By what the master data's ids refer to NetSuite's records. */
  references: z.enum(['internalId', 'externalId']).default('internalId'),
});

const sap = z.strictObject({
  companyCode: code(4),
  purchasingOrganization: code(4),
  purchasingGroup: code(3),
  plant: code(4),
  materialGroup: code(9),
  purchaseOrderType: code(4).default('NB'),
  accountAssignmentCategory: code(1).default('K'),
  quantityUnit: code(3).default('EA'),
  taxCode: code(2).optional(),
  costCenterFrom: z.enum(['department', 'location']).default('department'),
  plantFrom: z.enum(['default', 'location']).default('default'),
  longText,
});

/** Fields of Business Central's header that the body fills already. */
const FILLED_FIELDS = ['vendorNumber', 'orderDate', 'postingDate', 'currencyCode', 'shortcutDimension1Code', 'shortcutDimension2Code', 'purchaseOrderLines'];

const businessCentral = z.strictObject({
  /** The company, which stands in the URL: the legal entity of reports that name none. */
  company: code(30).optional(),
  departmentDimension: code(20),
  locationDimension: code(20),
  /** A field of the company's own API page that holds the idempotency key. */
  keyField: z.string().regex(/^[A-Za-z]\w*$/, 'is not the name of a field').refine((field) => !FILLED_FIELDS.includes(field), 'is a field that holds something else').optional(),
  longText,
});

const financeAndOperations = z.strictObject({
  dataAreaId: code(4),
  procurementCategory: code(254),
  procurementHierarchy: code(254),
  dimensions: z.strictObject({ order: z.array(z.enum(['account', 'department', 'location', 'blank'])).min(1), delimiter: z.string().length(1, 'is one character').default('-') }),
  site: code(10).optional(),
  warehouse: code(10).optional(),
});

const generic = z.strictObject({
  /** The legal entity of reports that name none. */
  entity: z.string().min(1).optional(),
});

/** `erpObjections`: what an objection that comes only after the PO was created means for the dry run. */
export const erpObjectionsSchema = z.strictObject({ blocks_release: severity, blocks_invoice: severity });

/** `erpDefaults`: what the body of each ERP needs and no report says (docs/erp-profiles.md). */
export const erpDefaultsSchema = z.strictObject({ generic: generic.optional(), netsuite: netsuite.optional(), 'sap-s4': sap.optional(), 'dynamics-bc': businessCentral.optional(), 'dynamics-fo': financeAndOperations.optional() });

export type NetSuiteDefaults = z.output<typeof netsuite>;
export type SapDefaults = z.output<typeof sap>;
export type BusinessCentralDefaults = z.output<typeof businessCentral>;
export type FinanceAndOperationsDefaults = z.output<typeof financeAndOperations>;

/** The keys that must be given for an ERP, for the error that says so. */
export const MANDATORY_ERP_DEFAULTS = {
  netsuite: ['subsidiary', 'currencies'],
  'sap-s4': ['companyCode', 'purchasingOrganization', 'purchasingGroup', 'plant', 'materialGroup'],
  'dynamics-bc': ['departmentDimension', 'locationDimension'],
  'dynamics-fo': ['dataAreaId', 'procurementCategory', 'procurementHierarchy', 'dimensions'],
} as const;

/**
 * The ERP's code of the legal entity of reports that name none, '' where the settings give none; null for a NetSuite account without subsidiaries,
 * in which no PO has an entity.
 */
export function defaultEntity({ erp, erpDefaults }: { erp: string; erpDefaults?: z.output<typeof erpDefaultsSchema> | undefined }): string | null {
  switch (erp) {
    case 'netsuite':
      return erpDefaults?.netsuite?.subsidiary ?? null;
    case 'sap-s4':
      return erpDefaults?.['sap-s4']?.companyCode ?? '';
    case 'dynamics-bc':
      return erpDefaults?.['dynamics-bc']?.company ?? '';
    case 'dynamics-fo':
      return erpDefaults?.['dynamics-fo']?.dataAreaId ?? '';
    default:
      return erpDefaults?.generic?.entity ?? '';
  }
}
