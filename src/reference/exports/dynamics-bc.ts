import { type MasterForms, form } from './master-form.ts';

/** Vendors may be paid and not bought from (`All`), or bought from and not paid (`Payment`). */
const VENDOR_BLOCKED = { ' ': 'false', _x0020_: 'false', Payment: 'false', All: 'true' };
/** Accounts and dimension values that only head or add up others. */
const NOT_POSTED_TO = ['Heading', 'Total', 'Begin*', 'End*'];

const dimension = form('dimension values of Business Central', {
  columns: { id: 'Code', name: 'Name', blocked: 'Blocked' }, skip: { 'Dimension Value Type': NOT_POSTED_TO },
}, ['Dimension Code']);
const dimensionApi = form('answers of dimensionValues', { columns: { id: 'code', name: 'displayName', blocked: 'blocked' } }, ['dimensionId', 'dimensionCode']);

/** Dynamics 365 Business Central: list pages opened in Excel, and API v2.0. */
export const DYNAMICS_BC_MASTER: MasterForms = {
  vendors: [
    form('the vendor list of Business Central', { columns: { id: ['No.', 'Vendor No.'], name: 'Name', currency: 'Currency Code', blocked: 'Blocked', inactive: 'Privacy Blocked' }, values: { blocked: VENDOR_BLOCKED } }),
    form('answers of vendors', { columns: { id: 'number', name: 'displayName', currency: 'currencyCode', blocked: 'blocked' }, values: { blocked: VENDOR_BLOCKED } }),
  ],
  gl_accounts: [
    form('the chart of accounts of Business Central', { columns: { id: 'No.', name: 'Name', blocked: 'Blocked', active: 'Direct Posting' }, skip: { 'Account Type': NOT_POSTED_TO } }),
    form('answers of accounts', { columns: { id: 'number', name: 'displayName', blocked: 'blocked', active: 'directPosting' }, skip: { accountType: NOT_POSTED_TO } }),
  ],
  departments: [dimension, dimensionApi],
  locations: [dimension, dimensionApi],
  items: [
    form('the item list of Business Central', { columns: { id: 'No.', name: 'Description', blocked: 'Blocked', inactive: 'Purchasing Blocked' } }),
    form('answers of items', { columns: { id: 'number', name: 'displayName', blocked: 'blocked' } }),
  ],
  entities: [
    // A company bears no mark of being blocked: one that is listed is one.
    form('the companies of Business Central', { columns: { id: 'Name', name: 'Display Name' }, defaults: { active: 'true' } }),
    form('answers of companies', { columns: { id: 'name', name: 'displayName' }, defaults: { active: 'true' } }),
  ],
  approvers: [
    form('the users of Business Central', {
      columns: { id: ['User Name', 'User ID'], name: 'Full Name', email: ['Contact Email', 'Authentication Email', 'E-Mail'], active: ['State', 'Status'] }, values: { active: { Enabled: 'true', Disabled: 'false' } },
    }),
  ],
  periods: [
    form('the accounting periods of Business Central', { columns: { name: 'Name', start: 'Starting Date', closed: 'Closed', locked: 'Date Locked' } }),
    form('answers of accountingPeriods', { columns: { name: 'name', start: 'startingDate', closed: 'closed', locked: 'dateLocked' } }),
  ],
};
