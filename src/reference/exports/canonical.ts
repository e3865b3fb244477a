import { MASTER_COLUMNS } from '../../domain/table-columns.ts';
import { MASTER_SHEETS, type MasterSheetName } from '../../domain/reference-data.ts';
import { headerProfileSchema } from '../../domain/header-profile.ts';
import type { NamedProfile } from '../../intake/profiled/fit.ts';

/** The columns that a canonical sheet has; a profile may name others besides (docs/systems/master-data.md). */
export const CANONICAL_COLUMNS: Record<MasterSheetName, readonly string[]> = {
  vendors: ['id', 'name', 'currency', 'active'], gl_accounts: ['id', 'name', 'active'], departments: ['id', 'name', 'active'], locations: ['id', 'name', 'active'], items: ['id', 'name', 'active'],
  entities: ['id', 'name', 'active'],
  approvers: ['id', 'name', 'email', 'active'], periods: ['name', 'start', 'end', 'status'], expense_approvers: ['email'],
};

/** The sheets as po-shadow itself describes them. */
export const CANONICAL = Object.fromEntries(MASTER_SHEETS.map((sheet): [MasterSheetName, NamedProfile] => [sheet, {
  name: `the sheet ${sheet} of master data`,
  profile: headerProfileSchema.parse({ columns: Object.fromEntries(MASTER_COLUMNS[sheet].filter(({ name }) => CANONICAL_COLUMNS[sheet].includes(name)).map(({ name }) => [name, name])) }),
}])) as Record<MasterSheetName, NamedProfile>;
