import type { LedgerFormatName } from '../../domain/settings.ts';
import type { MasterSheetName } from '../../domain/reference-data.ts';
import { CANONICAL } from './canonical.ts';
import { DYNAMICS_BC_MASTER } from './dynamics-bc.ts';
import { DYNAMICS_FO_MASTER } from './dynamics-fo.ts';
import type { MasterForm, MasterForms } from './master-form.ts';
import { NETSUITE_MASTER } from './netsuite.ts';
import { SAP_S4_MASTER } from './sap-s4.ts';

/** The known forms of each format. */
export const MASTER_FORMS: Record<LedgerFormatName, MasterForms> = { generic: {}, netsuite: NETSUITE_MASTER, 'sap-s4': SAP_S4_MASTER, 'dynamics-bc': DYNAMICS_BC_MASTER, 'dynamics-fo': DYNAMICS_FO_MASTER };

/** The forms that a sheet of a format may have; the canonical one is always among them, since some sheets are kept by hand beside exports. */
export const formsOf = (format: LedgerFormatName, sheet: MasterSheetName): MasterForm[] => [CANONICAL[sheet], ...(MASTER_FORMS[format][sheet] ?? [])];
