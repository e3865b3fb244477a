import type { SapDefaults } from '../../domain/erp-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { checkedProfile } from '../checked-profile.ts';
import type { Sha256 } from '../key-within.ts';
import type { ObjectionTable } from '../objection.ts';
import type { ErpProfile } from '../profile.ts';
import { sapApi } from './api.ts';
import { sapBody, sapLine } from './body.ts';
import { COST_CENTER_INACTIVE, COST_CENTER_UNKNOWN, PLANT_INACTIVE, PLANT_UNKNOWN, SAP_OBJECTIONS } from './objections.ts';
import { sapOrder } from './schema.ts';

/** SAP S/4HANA by API_PURCHASEORDER_PROCESS_SRV. */
export function sapProfile(defaults: SapDefaults, erpObjections: Settings['erpObjections'], sha256: Sha256): ErpProfile {
  return checkedProfile({
    name: 'sap-s4',
    objections: sapObjections(defaults),
    names: () => ({ organization: defaults.purchasingOrganization }),
    schema: sapOrder,
    body: (draft) => sapBody(draft, defaults, sha256),
    api: sapApi,
    line: (line) => sapLine(line, defaults),
  }, erpObjections);
}

/** SAP objects to a department or a location only where the body carries it, as what it carries it. */
export function sapObjections({ costCenterFrom, plantFrom }: Pick<SapDefaults, 'costCenterFrom' | 'plantFrom'>): ObjectionTable {
  const plants = plantFrom === 'location' ? { LOCATION_UNKNOWN: PLANT_UNKNOWN, LOCATION_INACTIVE: PLANT_INACTIVE } : {};
  const costCenters = costCenterFrom === 'department'
    ? { DEPARTMENT_UNKNOWN: COST_CENTER_UNKNOWN, DEPARTMENT_INACTIVE: COST_CENTER_INACTIVE }
    : { LOCATION_UNKNOWN: COST_CENTER_UNKNOWN, LOCATION_INACTIVE: COST_CENTER_INACTIVE };
  return { ...SAP_OBJECTIONS, ...plants, ...costCenters };
}
