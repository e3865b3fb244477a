import type { NetSuiteDefaults } from '../../domain/erp-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { checkedProfile } from '../checked-profile.ts';
import type { ErpProfile } from '../profile.ts';
import { netsuiteApi } from './api.ts';
import { netsuiteBody, netsuiteLine } from './body.ts';
import { NETSUITE_OBJECTIONS, NETSUITE_OBJECTIONS_WITHOUT_SUBSIDIARIES } from './objections.ts';
import { netsuiteOrder } from './schema.ts';

/** NetSuite by its REST record service. */
export function netsuiteProfile(defaults: NetSuiteDefaults, erpObjections: Settings['erpObjections']): ErpProfile {
  const { subsidiary, currencies } = defaults;
  return checkedProfile({
    name: 'netsuite',
    objections: subsidiary === null ? NETSUITE_OBJECTIONS_WITHOUT_SUBSIDIARIES : NETSUITE_OBJECTIONS,
    names: ({ entity, currency }) => ({ company: entity || (subsidiary ?? ''), currency: currencies[currency] ?? currency }),
    schema: netsuiteOrder(defaults),
    body: (draft) => netsuiteBody(draft, defaults),
    api: netsuiteApi,
    line: netsuiteLine,
  }, erpObjections);
}
