import type { BusinessCentralDefaults } from '../../domain/erp-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { checkedProfile } from '../checked-profile.ts';
import type { Sha256 } from '../key-within.ts';
import type { ErpProfile } from '../profile.ts';
import { businessCentralApi } from './api.ts';
import { businessCentralBody, businessCentralLine } from './body.ts';
import { BUSINESS_CENTRAL_OBJECTIONS } from './objections.ts';
import { businessCentralOrder } from './schema.ts';

/** Business Central by its API v2.0. */
export function businessCentralProfile(defaults: BusinessCentralDefaults, erpObjections: Settings['erpObjections'], sha256: Sha256): ErpProfile {
  const { departmentDimension, locationDimension, keyField } = defaults;
  return checkedProfile({
    name: 'dynamics-bc',
    objections: BUSINESS_CENTRAL_OBJECTIONS,
    names: () => ({ departmentDimension, locationDimension }),
    schema: businessCentralOrder(keyField),
    body: (draft) => businessCentralBody(draft, defaults, sha256),
    api: businessCentralApi,
    line: (line, body) => businessCentralLine(line, body, defaults),
  }, erpObjections);
}
