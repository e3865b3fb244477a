import type { ObjectionTable, PublishedObjection } from '../objection.ts';

/** `field` is what NetSuite calls the reference, `name` what stands for its key. */
const invalidKey = (field: string, name: 'value' | 'currency' = 'value'): PublishedObjection => ({ when: 'rejected_at_create', code: 'INVALID_KEY_OR_REF', text: `Invalid ${field} reference key {${name}} for subsidiary {company}.` });
const inactive = (field: string): PublishedObjection => ({ ...invalidKey(field), unsourced: 'that an inactive one reads so' });

/** What NetSuite says, from its status codes and from messages that integrations have met. A PO has no posting period, so periods stop bills alone. */
export const NETSUITE_OBJECTIONS: ObjectionTable = {
  ENTITY_UNKNOWN: { when: 'rejected_at_create', code: 'INVALID_KEY_OR_REF', text: 'Invalid subsidiary reference key {value}.' },
  ENTITY_INACTIVE: { when: 'rejected_at_create', code: 'INVALID_KEY_OR_REF', text: 'Invalid subsidiary reference key {value}.', unsourced: 'that an inactive one reads so' },
  VENDOR_UNKNOWN: invalidKey('entity'),
  VENDOR_INACTIVE: inactive('entity'),
  VENDOR_CURRENCY_MISMATCH: { ...invalidKey('currency', 'currency'), unsourced: 'that a vendor without the currency reads so' },
  GL_ACCOUNT_UNKNOWN: invalidKey('account'),
  GL_ACCOUNT_INACTIVE: inactive('account'),
  DEPARTMENT_UNKNOWN: invalidKey('department'),
  DEPARTMENT_INACTIVE: inactive('department'),
  LOCATION_UNKNOWN: invalidKey('location'),
  LOCATION_INACTIVE: inactive('location'),
  COST_OBJECT_MISSING: { when: 'rejected_at_create', code: 'USER_ERROR', text: 'Please enter value(s) for: Department', unsourced: 'mandatory only where preferences or the form say so' },
  PERIOD_MISSING: { when: 'blocks_invoice', code: 'USER_ERROR', text: 'The transaction date you specified is not within the date range of your accounting period.' },
  PERIOD_CLOSED: { when: 'blocks_invoice', code: 'TRAN_PRD_CLOSED', text: '', unsourced: 'text' },
  CURRENCY_UNKNOWN: invalidKey('currency', 'currency'),
  ERP_FIELD_INVALID: { when: 'rejected_at_create', code: 'USER_ERROR', text: 'You have entered an Invalid Field Value {value} for the following field: {field}.' },
};

/** The same for an account without subsidiaries. */
export const NETSUITE_OBJECTIONS_WITHOUT_SUBSIDIARIES: ObjectionTable = Object.fromEntries(
  Object.entries(NETSUITE_OBJECTIONS).map(([code, published]) => [code, { ...published, text: published.text.replace(' for subsidiary {company}', '') }]),
);
