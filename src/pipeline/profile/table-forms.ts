import { type WantedColumn, headerProfileSchema } from '../../domain/header-profile.ts';
import { MAPPING_HEADERS, MAPPING_SHEETS, MASTER_SHEETS } from '../../domain/reference-data.ts';
import { LEDGER_FORMATS } from '../../domain/settings.ts';
import { APPROVALS_COLUMNS, EXPENSIFY_COLUMNS, LEDGER_COLUMNS, MASTER_COLUMNS, MASTER_PROFILE_SCHEMAS, RAMP_COLUMNS, SOURCE_PROFILE_SCHEMAS, ledgerProfileSchema } from '../../domain/table-columns.ts';
import type { TableForm } from '../../intake/profiled/inspect-table.ts';
import { LEDGER_FORMS } from '../../ledgers/index.ts';
import { CANONICAL } from '../../reference/exports/canonical.ts';
import { MASTER_FORMS } from '../../reference/exports/index.ts';
import { EXPENSIFY_EXPORT } from '../../sources/expensify/columns.ts';
import { RAMP_TRANSACTIONS } from '../../sources/ramp/columns.ts';

/** What a table may be said to be: `expensify` and `ramp` are approvals whose columns are that system's. */
export const TABLE_NAMES = ['ledger', 'approvals', 'expensify', 'ramp', ...MASTER_SHEETS] as const;
export type TableName = (typeof TABLE_NAMES)[number];

/** What a profile of a table may name. */
export const schemaOfTable = (table: string): typeof ledgerProfileSchema => ({ ledger: ledgerProfileSchema, approvals: SOURCE_PROFILE_SCHEMAS.generic, expensify: SOURCE_PROFILE_SCHEMAS.expensify, ramp: SOURCE_PROFILE_SCHEMAS.ramp, ...MASTER_PROFILE_SCHEMAS })[table as TableName];

const canonical = (table: string, columns: readonly WantedColumn[]): TableForm => ({
  table, format: 'generic', columns, named: { name: `the ${table} of po-shadow`, profile: headerProfileSchema.parse({ columns: Object.fromEntries(columns.map(({ name }) => [name, name])) }) },
});

/** Every form of a table that is known, canonical ones first. */
export function tableForms(): TableForm[] {
  const forms = [canonical('ledger', LEDGER_COLUMNS), canonical('approvals', APPROVALS_COLUMNS)];
  for (const sheet of MASTER_SHEETS) forms.push({ table: sheet, format: 'generic', columns: MASTER_COLUMNS[sheet], named: CANONICAL[sheet] });
  for (const sheet of MAPPING_SHEETS) forms.push(canonical(`mapping/${sheet}`, MAPPING_HEADERS[sheet].map((name) => ({ name, kind: 'text', required: true }))));
  forms.push({ table: 'expensify', format: 'expensify', columns: EXPENSIFY_COLUMNS, named: EXPENSIFY_EXPORT }, { table: 'ramp', format: 'ramp', columns: RAMP_COLUMNS, named: RAMP_TRANSACTIONS });
  for (const format of LEDGER_FORMATS) {
    for (const named of LEDGER_FORMS[format]) forms.push({ table: 'ledger', format, columns: LEDGER_COLUMNS, named });
    for (const sheet of MASTER_SHEETS) for (const named of MASTER_FORMS[format][sheet] ?? []) forms.push({ table: sheet, format, columns: MASTER_COLUMNS[sheet], named });
  }
  return forms;
}
