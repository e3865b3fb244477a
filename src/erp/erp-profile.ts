import type { Settings } from '../domain/settings.ts';
import { businessCentralProfile } from './dynamics-bc/profile.ts';
import { financeAndOperationsProfile } from './dynamics-fo/profile.ts';
import { genericProfile } from './generic-profile.ts';
import type { Sha256 } from './key-within.ts';
import { netsuiteProfile } from './netsuite/profile.ts';
import type { ErpProfile } from './profile.ts';
import { sapProfile } from './sap-s4/profile.ts';

/** The profile that the settings choose; they were checked to have what it needs. */
export function erpProfile({ erp, erpDefaults, erpObjections }: Pick<Settings, 'erp' | 'erpDefaults' | 'erpObjections'>, sha256: Sha256): ErpProfile {
  switch (erp) {
    case 'generic':
      return genericProfile;
    case 'netsuite':
      return netsuiteProfile(given(erpDefaults?.netsuite, erp), erpObjections);
    case 'sap-s4':
      return sapProfile(given(erpDefaults?.['sap-s4'], erp), erpObjections, sha256);
    case 'dynamics-bc':
      return businessCentralProfile(given(erpDefaults?.['dynamics-bc'], erp), erpObjections, sha256);
    case 'dynamics-fo':
      return financeAndOperationsProfile(given(erpDefaults?.['dynamics-fo'], erp), erpObjections);
  }
}

function given<Defaults>(defaults: Defaults | undefined, erp: string): Defaults {
  if (defaults === undefined) throw new Error(`erpDefaults.${erp} is missing, and the settings were not checked for it`);
  return defaults;
}
