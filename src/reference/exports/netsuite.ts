import type { WrittenProfile } from '../../domain/header-profile.ts';
import { type MasterForms, form } from './master-form.ts';

const ID = ['Internal ID', 'InternalId'];
const INACTIVE = ['Inactive', 'Is Inactive'];

const search = (what: string, columns: WrittenProfile['columns']) => form(`a saved search or CSV export of ${what} of NetSuite`, { columns: { id: ID, inactive: INACTIVE, ...columns } });
const suiteQl = (table: string, columns: WrittenProfile['columns']) => form(`rows of SuiteQL from ${table}`, { columns: { id: 'id', inactive: 'isinactive', ...columns } });

/** Quarters, years and adjustments lie over the base periods, to which POs belong. */
const SUMMARIES = ['T', 'true', 'Yes'];

/** NetSuite: searches and CSV exports by their labels, and SuiteQL rows. Ids are internal ones. */
export const NETSUITE_MASTER: MasterForms = {
  vendors: [search('vendors', { name: ['Name', 'Company Name', 'Vendor'], currency: ['Currency', 'Primary Currency'] }), suiteQl('vendor', { name: ['companyname', 'entityid'] })],
  gl_accounts: [
    search('accounts', { name: ['Account', 'Account Name', 'Name', 'Display Name'], blocked: ['Summary', 'Is Summary', 'Summary Account'] }),
    suiteQl('account', { name: ['accountsearchdisplayname', 'fullname', 'acctnumber'], blocked: 'issummary' }),
  ],
  departments: [search('departments', { name: ['Name', 'Department'] }), suiteQl('department', { name: ['fullname', 'name'] })],
  locations: [search('locations', { name: ['Name', 'Location'] }), suiteQl('location', { name: ['fullname', 'name'] })],
  items: [search('items', { name: ['Name', 'Display Name', 'Item'] }), suiteQl('item', { name: ['displayname', 'itemid'] })],
  entities: [search('subsidiaries', { name: ['Name', 'Subsidiary'] }), suiteQl('subsidiary', { name: ['name', 'fullname'] })],
  approvers: [search('employees', { name: ['Name', 'Employee'], email: ['Email', 'E-mail'] }), suiteQl('employee', { name: ['entityid', 'fullname'], email: 'email' })],
  periods: [
    form('a search of accounting periods of NetSuite', {
      columns: { name: ['Period Name', 'Name', 'Period'], start: 'Start Date', end: 'End Date', closed: ['Closed', 'Period Closed'], locked: ['All Locked', 'Lock All'], ap_locked: ['A/P Locked', 'AP Locked'] },
      skip: { Quarter: SUMMARIES, 'Is Quarter': SUMMARIES, Year: SUMMARIES, 'Is Year': SUMMARIES, Adjustment: SUMMARIES, 'Is Adjust': SUMMARIES, 'Period Adjustment': SUMMARIES },
    }),
    form('AccountingPeriod of NetSuite', {
      columns: { name: 'periodName', start: 'startDate', end: 'endDate', closed: 'closed', locked: 'allLocked', ap_locked: 'apLocked' },
      skip: { isQuarter: SUMMARIES, isYear: SUMMARIES, isAdjust: SUMMARIES },
    }),
  ],
};
