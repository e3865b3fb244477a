import type { FinanceAndOperationsDefaults } from '../../domain/erp-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { checkedProfile } from '../checked-profile.ts';
import type { ErpProfile } from '../profile.ts';
import { financeAndOperationsApi } from './api.ts';
import { financeAndOperationsBody, financeAndOperationsLine } from './body.ts';
import { FINANCE_AND_OPERATIONS_OBJECTIONS } from './objections.ts';
import { financeAndOperationsOrder } from './schema.ts';

/** Dynamics 365 Finance & Operations by its data entities. */
export function financeAndOperationsProfile(defaults: FinanceAndOperationsDefaults, erpObjections: Settings['erpObjections']): ErpProfile {
  return checkedProfile({
    name: 'dynamics-fo',
    objections: FINANCE_AND_OPERATIONS_OBJECTIONS,
    names: () => ({}),
    schema: financeAndOperationsOrder(defaults),
    body: (draft) => financeAndOperationsBody(draft, defaults),
    api: financeAndOperationsApi,
    line: (line) => financeAndOperationsLine(line, defaults),
  }, erpObjections);
}
