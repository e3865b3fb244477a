import type { Settings } from '../domain/settings.ts';
import type { ErpApi } from './api.ts';
import { businessCentralApi } from './dynamics-bc/api.ts';
import { financeAndOperationsApi } from './dynamics-fo/api.ts';
import { netsuiteApi } from './netsuite/api.ts';
import { sapApi } from './sap-s4/api.ts';

const APIS = { netsuite: netsuiteApi, 'sap-s4': sapApi, 'dynamics-bc': businessCentralApi, 'dynamics-fo': financeAndOperationsApi };

/** The API of a profile; undefined for `generic`, which has none. */
export const erpApi = (erp: Settings['erp']): ErpApi | undefined => (erp === 'generic' ? undefined : APIS[erp]);
