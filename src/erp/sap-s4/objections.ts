import type { ObjectionTable, PublishedObjection } from '../objection.ts';

const periodNotOpen: PublishedObjection = { when: 'blocks_invoice', code: 'F5/201', text: 'Posting period & & is not open', unsourced: 'that a PO is taken before' };

/** What SAP says where a cost center is not in order. */
export const COST_CENTER_UNKNOWN: PublishedObjection = { when: 'rejected_at_create', code: 'KI/265', text: 'Cost center {value} does not exist on {date}' };
export const COST_CENTER_INACTIVE: PublishedObjection = { when: 'rejected_at_create', code: 'KI/260', text: 'Cost center &/{value} blocked against direct postings on {date}', unsourced: 'time' };

/** What SAP says where a plant is not in order. */
export const PLANT_UNKNOWN: PublishedObjection = { when: 'rejected_at_create', code: '', text: '', unsourced: 'code and text' };
export const PLANT_INACTIVE: PublishedObjection = { when: 'rejected_at_create', code: '', text: '', unsourced: 'time, code and text' };

/** What SAP says whatever department and location are in it, from its message classes. */
export const SAP_OBJECTIONS: ObjectionTable = {
  ENTITY_UNKNOWN: { when: 'rejected_at_create', code: '', text: '', unsourced: 'code and text' },
  ENTITY_INACTIVE: { when: 'rejected_at_create', code: '', text: '', unsourced: 'time, code and text' },
  VENDOR_UNKNOWN: { when: 'rejected_at_create', code: '06/025', text: 'Vendor {value} not created (please check your input)' },
  VENDOR_INACTIVE: { when: 'rejected_at_create', code: '', text: 'Supplier {value} is blocked for purchasing organization {organization}', unsourced: 'code' },
  GL_ACCOUNT_UNKNOWN: { when: 'rejected_at_create', code: '', text: 'Account {value} does not exist in chart of accounts XXXX', unsourced: 'code' },
  GL_ACCOUNT_INACTIVE: { when: 'rejected_at_create', code: '', text: '', unsourced: 'time, code and text' },
  COST_OBJECT_MISSING: { when: 'rejected_at_create', code: 'KI/235', text: 'Account & requires an assignment to a CO object', unsourced: 'time' },
  PERIOD_MISSING: periodNotOpen,
  PERIOD_CLOSED: periodNotOpen,
  CURRENCY_UNKNOWN: { when: 'rejected_at_create', code: '', text: '', unsourced: 'code and text' },
  ERP_FIELD_TOO_LONG: { when: 'rejected_at_create', code: '', text: '', unsourced: 'code and text' },
  ERP_FIELD_INVALID: { when: 'rejected_at_create', code: '', text: '', unsourced: 'code and text' },
};
