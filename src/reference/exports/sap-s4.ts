import type { WrittenProfile } from '../../domain/header-profile.ts';
import { type MasterForms, form } from './master-form.ts';

/** As in the ledger's profile: 0010300001 is 10300001, and plant 0001 is 0001. */
const sap = (name: string, profile: WrittenProfile, apart?: readonly string[]) => form(name, { ...profile, leadingZeros: 'drop' }, apart);

/** USR02-UFLAG: 0 is not locked; the others are sums of who locked it. */
const USER_LOCKS = Object.fromEntries(['32', '64', '96', '128', '160', '192'].map((lock) => [lock, 'true']));

/** SAP S/4HANA: lists by their labels, tables by their fields, and OData entities. */
export const SAP_S4_MASTER: MasterForms = {
  vendors: [
    sap('a list of suppliers of SAP', {
      columns: {
        id: ['Supplier', 'Vendor'], name: ['Name of Supplier', 'Supplier Name', 'Name', 'Name 1'], currency: ['Order currency', 'Purchase Order Currency'], inactive: ['Central posting block', 'Posting Block'],
        blocked: ['Central purchasing block', 'Purchasing Block', 'Purch. block'], deleted: ['Central deletion flag', 'Deletion Flag'],
      },
    }),
    sap('rows of the table LFA1, with LFM1', { columns: { id: 'LIFNR', name: 'NAME1', currency: 'WAERS', inactive: 'SPERR', blocked: 'SPERM', deleted: 'LOEVM' } }),
    sap('answers of A_Supplier', { columns: { id: 'Supplier', name: 'SupplierName', inactive: 'PostingIsBlocked', blocked: 'PurchasingIsBlocked', deleted: 'DeletionIndicator' } }),
  ],
  gl_accounts: [
    sap('a list of G/L accounts of SAP', {
      columns: {
        id: ['G/L Account', 'G/L Acct'], name: ['G/L Account Long Text', 'Long Text', 'Short Text', 'Description'], blocked: ['Blocked for Posting', 'Blocked for Posting in Company Code'], deleted: ['Marked for Deletion', 'Mark for Deletion'],
      },
    }),
    sap('rows of the tables SKA1 and SKB1', { columns: { id: 'SAKNR', name: ['TXT50', 'TXT20'], blocked: 'XSPEB', deleted: 'XLOEV' } }),
    sap('answers of A_GLAccountInChartOfAccounts', { columns: { id: 'GLAccount', name: ['GLAccountLongName', 'GLAccountName'], blocked: 'AccountIsBlockedForPosting', deleted: 'AccountIsMarkedForDeletion' } }),
  ],
  departments: [
    sap('a list of cost centers of SAP', { columns: { id: ['Cost Center', 'Cost Ctr'], name: ['Name', 'Short Text', 'Description'], blocked: ['Actual Primary Costs', 'Lock Actual Primary Costs'] } }),
    sap('rows of the table CSKS', { columns: { id: 'KOSTL', name: ['KTEXT', 'LTEXT'], blocked: 'BKZKP' } }),
    sap('answers of A_CostCenter', { columns: { id: 'CostCenter', name: 'CostCenterName', blocked: 'IsBlkdForPrimaryCostsPosting' } }),
  ],
  locations: [
    // A plant bears no mark of being blocked: one that is listed can be used.
    form('a list of plants of SAP', { columns: { id: ['Plant', 'Plnt'], name: ['Plant Name', 'Name 1', 'Name'] }, defaults: { active: 'true' } }),
    form('rows of the table T001W', { columns: { id: 'WERKS', name: 'NAME1' }, defaults: { active: 'true' } }),
  ],
  items: [
    sap('a list of materials of SAP', { columns: { id: 'Material', name: ['Material Description', 'Description'], deleted: ['DF client level', 'Deletion Flag', 'Marked for Deletion'] } }),
    sap('rows of the table MARA', { columns: { id: 'MATNR', name: 'MAKTX', deleted: 'LVORM' } }),
  ],
  entities: [
    // Nor does a company code bear one.
    form('a list of company codes of SAP', { columns: { id: ['Company Code', 'CoCd'], name: ['Company Name', 'Company Code Name'] }, defaults: { active: 'true' } }),
    form('rows of the table T001', { columns: { id: 'BUKRS', name: 'BUTXT' }, defaults: { active: 'true' } }),
  ],
  approvers: [
    form('a list of users of SAP', { columns: { id: ['User', 'User Name'], name: ['Full Name', 'Complete name'], email: ['E-Mail Address', 'E-Mail'], blocked: ['User Locked', 'Locked'] } }),
    form('rows of the tables USR02 and USR21', { columns: { id: 'BNAME', name: 'NAME_TEXT', email: 'SMTP_ADDR', blocked: 'UFLAG' }, values: { blocked: USER_LOCKS } }),
  ],
  periods: [sap('rows of the table T009B', { columns: { name: ['NAME', 'LTEXT', 'POPER'], end_year: 'BDATJ', end_month: 'BUMON', end_day: 'BUTAG', status: ['STATUS'] } }, ['PERIV'])],
};
