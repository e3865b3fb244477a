import type { ObjectionTable, PublishedObjection } from '../objection.ts';

const notFound = (field: string, table: string): PublishedObjection => ({ when: 'rejected_at_create', code: '', text: `The value '{value}' in field '${field}' is not found in the related table '${table}'.`, unsourced: 'labels' });
const unsourced = (what: string): PublishedObjection => ({ when: 'rejected_at_create', code: '', text: '', unsourced: what });

/** What F&O says, from support articles and quoted answers. It publishes no codes. It alone refuses a PO for a closed period. */
export const FINANCE_AND_OPERATIONS_OBJECTIONS: ObjectionTable = {
  ENTITY_UNKNOWN: unsourced('text'),
  ENTITY_INACTIVE: unsourced('time and text'),
  VENDOR_UNKNOWN: notFound('Vendor account', 'Vendors'),
  VENDOR_INACTIVE: unsourced('time and text'),
  GL_ACCOUNT_UNKNOWN: notFound('Main account', 'Main accounts'),
  GL_ACCOUNT_INACTIVE: unsourced('time and text'),
  DEPARTMENT_UNKNOWN: unsourced('time and text'),
  DEPARTMENT_INACTIVE: unsourced('time and text'),
  LOCATION_UNKNOWN: unsourced('time and text'),
  LOCATION_INACTIVE: unsourced('time and text'),
  COST_OBJECT_MISSING: { when: 'blocks_release', code: '', text: 'Accounting distribution validation failed.', unsourced: 'that it is the reason' },
  PERIOD_MISSING: unsourced('text'),
  PERIOD_CLOSED: unsourced('text'),
  CURRENCY_UNKNOWN: notFound('Currency', 'Currency'),
  ERP_FIELD_TOO_LONG: unsourced('text'),
  ERP_FIELD_INVALID: { when: 'rejected_at_create', code: '', text: "Validation of field '{field}' failed" },
};
