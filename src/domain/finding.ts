/**
 * Everything that can be wrong with a report, in the order in which findings are listed. Wording and remedy live in FINDINGS
 * below; terminal, JSON and documents print the same text.
 */
export const FINDING_CODES = [
  'SNAPSHOT_UNREADABLE', 'SUBMITTER_CHANGED',
  'ROUTING_INCOMPLETE', 'APPROVER_IS_SUBMITTER',
  'APPROVER_UNMAPPED', 'APPROVER_UNKNOWN', 'APPROVER_INACTIVE',
  'ENTITY_UNMAPPED', 'ENTITY_UNKNOWN', 'ENTITY_INACTIVE',
  'VENDOR_UNMAPPED', 'VENDOR_UNKNOWN', 'VENDOR_INACTIVE', 'VENDOR_CURRENCY_MISMATCH',
  'GL_ACCOUNT_UNMAPPED', 'GL_ACCOUNT_UNKNOWN', 'GL_ACCOUNT_INACTIVE',
  'DEPARTMENT_UNMAPPED', 'DEPARTMENT_UNKNOWN', 'DEPARTMENT_INACTIVE',
  'LOCATION_UNMAPPED', 'LOCATION_UNKNOWN', 'LOCATION_INACTIVE',
  'COST_OBJECT_MISSING',
  'APPROVAL_DATE_MISSING', 'PERIOD_MISSING', 'PERIOD_CLOSED',
  'AMOUNT_LINES_MISMATCH', 'TAX_MISSING', 'TAX_IMPLAUSIBLE', 'AMOUNT_BEYOND_LIMIT', 'AMOUNT_NOT_POSITIVE',
  'VENDOR_AMBIGUOUS', 'CURRENCY_UNKNOWN', 'ITEM_UNKNOWN',
  'ERP_FIELD_TOO_LONG', 'ERP_FIELD_INVALID',
  'ROUTING_NOT_EVIDENCED',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];
export type Severity = 'error' | 'warning';

/** A known value that may be meant by one that was refused. */
export interface Suggestion {
  /** The id that the ERP has for it. */
  id: string;
  /** As people read it: `V-1043 Acme Janitorial Supply Co`, or `"Cleaning", mapped to 6110`. */
  shown: string;
  /** What speaks for it: `name equals the merchant`. */
  why: string;
}

/** A value that was refused, and what may be done about it. */
export interface RefusedValue {
  value: string;
  /** What a mapping sheet led to it from, as the sheet spells it; left out where none did. */
  from?: string;
  /** Left out where nothing known is close. */
  nearest?: Suggestion;
}

/** When an ERP objects: to the request itself, to the release of the PO, or to the receipt or invoice for it. */
export const OBJECTION_TIMES = ['rejected_at_create', 'blocks_release', 'blocks_invoice'] as const;
export type ObjectionTime = (typeof OBJECTION_TIMES)[number];

/** What the ERP itself answers, as it publishes it; '' where it publishes no code, or no text. */
export interface ErpMessage {
  code: string;
  text: string;
}

/** What the chosen ERP makes of a finding. */
export interface ErpObjection {
  when: ObjectionTime;
  severity: Severity;
  /** Absent where neither code nor text is published. */
  erp?: ErpMessage;
}

/** What is known of one finding; texts are as read. */
export interface FindingFacts {
  /** The field of the report or of the would-be PO. */
  field: string;
  /** The value that was refused. */
  value: string;
  /** Where it was read: file and line. */
  at: string;
  /** What a mapping sheet led to it from. */
  from?: string | undefined;
  /** A known value close to it. */
  nearest?: Suggestion | undefined;
  /** What else the wording needs. */
  detail?: string | undefined;
  /** How many further values of this report are refused for the same reason; and which, where that can be told. */
  others?: number | undefined;
  further?: readonly RefusedValue[] | undefined;
  /** Characters that a field takes, and characters that it was given. */
  limit?: number | undefined;
  length?: number | undefined;
}

export interface Finding extends RefusedValue {
  code: FindingCode;
  severity: Severity;
  message: string;
  field: string;
  remedy: string;
  at: string;
  /** Further values of this report that are refused for the same reason; left out where there are none, or they can't be told. */
  others?: RefusedValue[];
  /** Only where it is the ERP that objects (docs/erp-profiles.md); the generic ERP says nothing of it. */
  when?: ObjectionTime;
  erp?: ErpMessage;
}

interface FindingEntry {
  severity: Severity;
  /** Short, for a table cell: "Invalid Vendor ID". */
  title: string;
  says(facts: FindingFacts): string;
  remedy(facts: FindingFacts): string;
}

const suggest = (facts: FindingFacts, otherwise: string): string =>
  facts.nearest === undefined ? otherwise : `Did you mean ${facts.nearest.shown}? Otherwise: ${otherwise.charAt(0).toLowerCase()}${otherwise.slice(1)}`;

/** The catalogue: one entry a code, one heading each in docs/findings.md. */
export const FINDINGS: { [Code in FindingCode]: FindingEntry } = {
  SNAPSHOT_UNREADABLE: {
    severity: 'error',
    title: 'Unreadable Snapshot',
    says: ({ detail }) => `the newest snapshot of this report could not be read: ${detail ?? ''}`,
    remedy: () => 'Look at po-shadow quarantine, correct the export and import it again.',
  },
  SUBMITTER_CHANGED: {
    severity: 'error',
    title: 'Two Submitters',
    says: ({ value, detail }) => `this id has reports of two employees, ${detail ?? ''} and ${value}`,
    remedy: () => 'Export reports whose ids are those of no other system; where it is one person with two addresses, list both under people.',
  },
  ROUTING_INCOMPLETE: {
    severity: 'error',
    title: 'Approval Routing Incomplete',
    says: ({ value, detail }) => `routing rule ${value} is not satisfied: ${detail ?? ''}`,
    remedy: () => 'Obtain the missing approval in the expense system, or correct the rule in routing.',
  },
  APPROVER_IS_SUBMITTER: {
    severity: 'error',
    title: 'Approved by Submitter',
    says: ({ value }) => `${value} approved their own report`,
    remedy: () => 'Have somebody else approve the report in the expense system.',
  },
  APPROVER_UNMAPPED: {
    severity: 'error',
    title: 'Unmapped Approver',
    says: ({ value }) => `approver ${value} has no row in mapping/approvers`,
    remedy: (facts) => suggest(facts, 'Add the approver to mapping/approvers.'),
  },
  APPROVER_UNKNOWN: {
    severity: 'error',
    title: 'Unknown Approver',
    says: ({ value }) => `the ERP has no approver ${value}`,
    remedy: (facts) => suggest(facts, 'Create the approver in the ERP, or correct mapping/approvers.'),
  },
  APPROVER_INACTIVE: {
    severity: 'error',
    title: 'Inactive Approver',
    says: ({ value }) => `approver ${value} is inactive in the ERP`,
    remedy: () => 'Reactivate the approver in the ERP, or map the approver to an active one.',
  },
  ENTITY_UNMAPPED: {
    severity: 'error',
    title: 'Unmapped Legal Entity',
    says: ({ value }) => `legal entity "${value}" has no row in mapping/entities`,
    remedy: (facts) => suggest(facts, 'Add the legal entity to mapping/entities.'),
  },
  ENTITY_UNKNOWN: {
    severity: 'error',
    title: 'Invalid Legal Entity',
    says: ({ value }) => `the ERP has no legal entity ${value}`,
    remedy: (facts) => suggest(facts, 'Correct mapping/entities or the default of the ERP in erpDefaults, or export the entity to master/entities.'),
  },
  ENTITY_INACTIVE: {
    severity: 'error',
    title: 'Inactive Legal Entity',
    says: ({ value }) => `legal entity ${value} is inactive in the ERP`,
    remedy: () => 'Reactivate the entity in the ERP, or map to an active one.',
  },
  VENDOR_UNMAPPED: {
    severity: 'error',
    title: 'Unmapped Vendor',
    says: ({ value }) => (value === '' ? 'the line names neither a vendor id nor a merchant' : `merchant "${value}" has no row in mapping/vendors`),
    remedy: (facts) => suggest(facts, 'Add the merchant to mapping/vendors.'),
  },
  VENDOR_UNKNOWN: {
    severity: 'error',
    title: 'Invalid Vendor ID',
    says: ({ value }) => `the ERP has no vendor ${value}`,
    remedy: (facts) => suggest(facts, 'Create the vendor in the ERP, or correct the vendor id or mapping/vendors.'),
  },
  VENDOR_INACTIVE: {
    severity: 'error',
    title: 'Inactive Vendor',
    says: ({ value }) => `vendor ${value} is inactive in the ERP`,
    remedy: () => 'Reactivate the vendor in the ERP, or map the merchant to an active one.',
  },
  VENDOR_CURRENCY_MISMATCH: {
    severity: 'error',
    title: 'Vendor Currency Mismatch',
    says: ({ value, detail }) => `vendor ${value} ${detail ?? ''}`,
    remedy: () => 'Use a vendor record in the currency of the report, or add the currency to the vendor in the ERP.',
  },
  GL_ACCOUNT_UNMAPPED: {
    severity: 'error',
    title: 'Unmapped Category',
    says: ({ value }) => (value === '' ? 'the line has no category' : `category "${value}" has no row in mapping/categories`),
    remedy: (facts) => suggest(facts, 'Add the category to mapping/categories.'),
  },
  GL_ACCOUNT_UNKNOWN: {
    severity: 'error',
    title: 'Invalid GL Account',
    says: ({ value }) => `the ERP has no GL account ${value}`,
    remedy: (facts) => suggest(facts, 'Create the account in the ERP, or correct mapping/categories.'),
  },
  GL_ACCOUNT_INACTIVE: {
    severity: 'error',
    title: 'Inactive GL Account',
    says: ({ value }) => `GL account ${value} is inactive in the ERP`,
    remedy: () => 'Reactivate the account in the ERP, or map the category to an active one.',
  },
  DEPARTMENT_UNMAPPED: {
    severity: 'error',
    title: 'Unmapped Department',
    says: ({ value }) => `department "${value}" has no row in mapping/departments`,
    remedy: (facts) => suggest(facts, 'Add the department to mapping/departments.'),
  },
  DEPARTMENT_UNKNOWN: {
    severity: 'error',
    title: 'Invalid Department',
    says: ({ value }) => `the ERP has no department ${value}`,
    remedy: (facts) => suggest(facts, 'Create the department in the ERP, or correct mapping/departments.'),
  },
  DEPARTMENT_INACTIVE: {
    severity: 'error',
    title: 'Inactive Department',
    says: ({ value }) => `department ${value} is inactive in the ERP`,
    remedy: () => 'Reactivate the department in the ERP, or map it to an active one.',
  },
  LOCATION_UNMAPPED: {
    severity: 'error',
    title: 'Unmapped Location',
    says: ({ value }) => `location "${value}" has no row in mapping/locations`,
    remedy: (facts) => suggest(facts, 'Add the location to mapping/locations.'),
  },
  LOCATION_UNKNOWN: {
    severity: 'error',
    title: 'Invalid Location',
    says: ({ value }) => `the ERP has no location ${value}`,
    remedy: (facts) => suggest(facts, 'Create the location in the ERP, or correct mapping/locations.'),
  },
  LOCATION_INACTIVE: {
    severity: 'error',
    title: 'Inactive Location',
    says: ({ value }) => `location ${value} is inactive in the ERP`,
    remedy: () => 'Reactivate the location in the ERP, or map it to an active one.',
  },
  COST_OBJECT_MISSING: {
    severity: 'error',
    title: 'No Department or Location',
    says: ({ value }) => `line ${value} has neither a department nor a location`,
    remedy: () => 'Give the line or the employee a department or a location in the expense system.',
  },
  APPROVAL_DATE_MISSING: {
    severity: 'error',
    title: 'No Approval Date',
    says: () => 'the source gives neither an approving decision nor an event time, so the PO has no date',
    remedy: () => 'Export the report with its approval or processing date.',
  },
  PERIOD_MISSING: {
    severity: 'error',
    title: 'No Fiscal Period',
    says: ({ value }) => `no fiscal period of the ERP holds ${value}`,
    remedy: () => 'Export the period of that date to master/periods, or create it in the ERP.',
  },
  PERIOD_CLOSED: {
    severity: 'error',
    title: 'Closed Fiscal Period',
    says: ({ value, detail }) => `fiscal period ${value}${detail === undefined ? '' : `, which holds ${detail},`} is closed`,
    remedy: () => 'Reopen the period in the ERP, or agree with the controller how late approvals are dated.',
  },
  AMOUNT_LINES_MISMATCH: {
    severity: 'error',
    title: 'Lines Do Not Add Up',
    says: ({ value, detail }) => `the report's total is ${value}, its lines add up to ${detail ?? ''}`,
    remedy: () => 'Export the report again; if it stays so, ask the expense system which line is missing.',
  },
  TAX_MISSING: {
    severity: 'error',
    title: 'Tax Not Given',
    says: ({ value, detail }) => `line ${value} gives no tax, without which ${detail ?? ''}`,
    remedy: () => 'Export the tax of each line, 0.00 where there is none, or correct amountBasis.',
  },
  TAX_IMPLAUSIBLE: {
    severity: 'error',
    title: 'Implausible Tax',
    says: ({ value, detail }) => `a tax of ${value}${detail === undefined ? '' : ` ${detail}`} can't be`,
    remedy: () => 'Correct the tax of the line in the expense system, or the column that it is read from.',
  },
  AMOUNT_BEYOND_LIMIT: {
    severity: 'error',
    title: 'Amount Beyond Limit',
    says: ({ value }) => `a report over ${value} can't be put on the basis of purchase orders: its lines would come to more than 2^53 - 1 minor units`,
    remedy: () => 'Correct amounts and tax of its lines in the expense system, or split the report.',
  },
  AMOUNT_NOT_POSITIVE: {
    severity: 'error',
    title: 'Amount Not Positive',
    says: ({ value, detail }) => `a PO of ${value}${detail === undefined ? '' : ` for ${detail}`} is a vendor credit, not a PO`,
    remedy: () => 'Enter the refund as a vendor credit in the ERP.',
  },
  VENDOR_AMBIGUOUS: {
    severity: 'error',
    title: 'Several Vendors',
    says: ({ value }) => `one PO a report was asked for, but its lines name several vendors: ${value}`,
    remedy: () => 'Use grouping: vendor, or split the report in the expense system.',
  },
  CURRENCY_UNKNOWN: {
    severity: 'error',
    title: 'Unknown Currency',
    says: ({ value }) => `no vendor of the ERP uses ${value}`,
    remedy: () => 'Set the currency up in the ERP, or have the report submitted in one that it has.',
  },
  ITEM_UNKNOWN: {
    severity: 'error',
    title: 'Unknown Item',
    says: ({ value, detail }) => (detail === 'inactive' ? `item ${value} is inactive in the ERP` : `the ERP has no item ${value}`),
    remedy: (facts) => suggest(facts, 'Create the item in the ERP, or correct it in the expense system.'),
  },
  ERP_FIELD_TOO_LONG: {
    severity: 'error',
    title: 'Too Long for the ERP',
    says: ({ value, detail }) => `"${value}" is too long for the ERP: ${detail ?? ''}`,
    remedy: () => 'Shorten the value where it comes from; a description that the integration cuts is allowed by erpDefaults, longText: cut.',
  },
  ERP_FIELD_INVALID: {
    severity: 'error',
    title: 'Invalid for the ERP',
    says: ({ value, detail }) => `the ERP's API does not take "${value}": ${detail ?? ''}`,
    remedy: () => 'Correct the value in the master data, the mapping sheet or erpDefaults; docs/erp-profiles.md says what each field takes.',
  },
  ROUTING_NOT_EVIDENCED: {
    severity: 'warning',
    title: 'Routing Not Evidenced',
    says: () => 'the source carries no approver chain, so routing rules and approvers could not be checked',
    remedy: () => 'Check the approval workflow in the expense system itself; the gates will ask for it.',
  },
};

/** Builds the finding that people and programs read. `objection` is what the chosen ERP makes of it, where it is the ERP that objects. */
export function finding(code: FindingCode, facts: FindingFacts, objection?: ErpObjection): Finding {
  const entry = FINDINGS[code];
  const { field, value, at, from, nearest, further = [], others = further.length } = facts;
  const more = others === 0 ? '' : ` (and ${others} more)`;
  return {
    code, severity: entry.severity, message: entry.says(facts) + more, field, value, remedy: entry.remedy(facts), at,
    ...(from === undefined ? {} : { from }), ...(nearest === undefined ? {} : { nearest }), ...(further.length === 0 ? {} : { others: [...further] }),
    ...objection,
  };
}

const ORDER = new Map<FindingCode, number>(FINDING_CODES.map((code, index) => [code, index]));

/** Precedence of a code: the place in FINDING_CODES. */
export function findingOrder(code: FindingCode): number {
  return ORDER.get(code) ?? FINDING_CODES.length;
}
