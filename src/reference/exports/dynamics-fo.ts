import { type MasterForms, form } from './master-form.ts';

/** Whether a vendor on hold can still be ordered from. */
const ON_HOLD = { No: 'false', Never: 'false', Invoice: 'false', Payment: 'false', Requisition: 'false', All: 'true', PurchaseOrder: 'true', 'Purchase order': 'true' };
const PERIOD_STATUS = { Open: 'open', OnHold: 'closed', 'On hold': 'closed', Closed: 'closed', PermanentlyClosed: 'closed', 'Permanently closed': 'closed' };
/** Periods of one day at the ends of a year, over the operating ones. */
const NOT_OPERATING = ['Opening', 'Closing'];

const dimension = form('financial dimension values of F&O', { columns: { id: ['DimensionValue', 'Dimension value', 'Value'], name: ['Description', 'Name'], blocked: ['IsSuspended', 'Suspended'] } }, ['FinancialDimension', 'DimensionName', 'Dimension name']);

/** Dynamics 365 Finance & Operations: data entities (their CSV has the same names in capitals), and list pages. */
export const DYNAMICS_FO_MASTER: MasterForms = {
  vendors: [
    form('the vendors of F&O', {
      columns: { id: ['VendorAccountNumber', 'Vendor account'], name: ['VendorOrganizationName', 'VendorName', 'Name'], currency: ['CurrencyCode', 'Currency'], blocked: ['OnHoldStatus', 'Vendor hold', 'On hold'] }, values: { blocked: ON_HOLD },
    }),
  ],
  gl_accounts: [
    form('the main accounts of F&O', { columns: { id: ['MainAccountId', 'Main account'], name: 'Name', blocked: ['IsSuspended', 'Suspended'] }, skip: { MainAccountType: ['Total', 'Reporting'], 'Main account type': ['Total', 'Reporting'] } }, ['ChartOfAccounts']),
  ],
  departments: [dimension],
  locations: [dimension],
  // A legal entity bears no mark of being blocked: one that is listed is one.
  entities: [form('the legal entities of F&O', { columns: { id: ['LegalEntityId', 'Company', 'Legal entity ID'], name: 'Name' }, defaults: { active: 'true' } })],
  approvers: [form('the users of F&O', { columns: { id: ['UserID', 'User ID'], name: ['UserName', 'User name', 'Name'], email: 'Email', active: 'Enabled' } })],
  periods: [
    form('the ledger calendar of F&O', {
      columns: { name: ['PeriodName', 'FiscalPeriodName', 'Period name', 'Period', 'Name'], start: ['StartDate', 'Start date', 'PeriodStartDate'], end: ['EndDate', 'End date', 'PeriodEndDate'], status: ['PeriodStatus', 'Period status', 'Status'] },
      values: { status: PERIOD_STATUS }, skip: { Type: NOT_OPERATING, PeriodType: NOT_OPERATING, 'Period type': NOT_OPERATING },
    }, ['LegalEntityId', 'Ledger', 'CalendarId', 'FiscalCalendar']),
  ],
};
