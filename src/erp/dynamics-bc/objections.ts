import type { ObjectionTable, PublishedObjection } from '../objection.ts';

const dialog = (text: string): PublishedObjection => ({ when: 'rejected_at_create', code: 'Application_DialogException', text });
const unknownDimensionValue = (number: 1 | 2): PublishedObjection => ({
  when: 'rejected_at_create', code: 'Internal_InvalidTableRelation', unsourced: 'names of field and tables',
  text: `The field Shortcut Dimension ${number} Code of table Purchase Header contains a value ({value}) that cannot be found in the related table (Dimension Value).`,
});
const blockedDimensionValue = (dimension: string): PublishedObjection => ({ when: 'blocks_release', code: '', text: `Dimension Value {${dimension}} - {value} is blocked.`, unsourced: 'what stands for %1' });
const dateNotAllowed: PublishedObjection = { when: 'blocks_invoice', code: '', text: 'The Posting Date is not within your range of allowed posting dates.' };

/** What Business Central says, from the source of its API pages and its list of error codes. The insert checks little; release and posting check the rest. */
export const BUSINESS_CENTRAL_OBJECTIONS: ObjectionTable = {
  ENTITY_UNKNOWN: { when: 'rejected_at_create', code: '', text: '', unsourced: 'code and text' },
  ENTITY_INACTIVE: { when: 'rejected_at_create', code: '', text: '', unsourced: 'time, code and text' },
  VENDOR_UNKNOWN: dialog('The buy-from vendor cannot be found.'),
  VENDOR_INACTIVE: dialog('You cannot create this type of document when Vendor {value} is blocked with type %3'),
  GL_ACCOUNT_UNKNOWN: dialog('Account does not exist.'),
  GL_ACCOUNT_INACTIVE: { when: 'rejected_at_create', code: 'Application_FieldValidationException', text: "Blocked must be equal to 'No'  in G/L Account: No.={value}. Current value is 'Yes'." },
  DEPARTMENT_UNKNOWN: unknownDimensionValue(1),
  DEPARTMENT_INACTIVE: blockedDimensionValue('departmentDimension'),
  LOCATION_UNKNOWN: unknownDimensionValue(2),
  LOCATION_INACTIVE: blockedDimensionValue('locationDimension'),
  COST_OBJECT_MISSING: { when: 'blocks_release', code: '', text: 'Select a %1 for the %2 %3 for %4 %5.' },
  PERIOD_MISSING: dateNotAllowed,
  PERIOD_CLOSED: dateNotAllowed,
  CURRENCY_UNKNOWN: dialog('The "currencyCode" does not match to a Currency.'),
  ERP_FIELD_TOO_LONG: { when: 'rejected_at_create', code: 'Application_StringExceededLength', text: 'The length of the string is {length}, but it must be less than or equal to {limit} characters. Value: {value}' },
  ERP_FIELD_INVALID: { when: 'rejected_at_create', code: '', text: '', unsourced: 'code and text' },
};
