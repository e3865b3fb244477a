import { createHash } from 'node:crypto';
import type { AuditEntry } from '../domain/audit.ts';
import { type Settings, answeringSettings } from '../domain/settings.ts';
import { RecordReader } from '../store/record-reader.ts';
import type { Workplace } from './workplace.ts';

/** A sheet of master data or mapping, by what it holds. */
export interface ConfiguredSheet {
  kind: string;
  sheet: string | null;
  sha256: string;
}

/**
 * What the integration's answers rest on besides the data: SHA-256 over program version, ERP profile, the settings that bear on answers, and the
 * master and mapping sheets in force. Importing approvals or ledgers leaves it as it is.
 */
export async function configurationOf({ database, settings, programVersion }: Workplace): Promise<string> {
  return configurationHash({ settings, programVersion, sheets: await new RecordReader(database).sheets() });
}

/** The same for settings and sheets that are given, the sheets in whatever order. */
export function configurationHash({ settings, programVersion, sheets }: { settings: Settings; programVersion: string; sheets: readonly ConfiguredSheet[] }): string {
  const hash = createHash('sha256');
  hash.update(`${JSON.stringify([programVersion, settings.erp, answeringSettings(settings)])}\n`);
  const lines = sheets.map(({ kind, sheet, sha256 }) => [`${kind}/${sheet}`, sha256] as const).sort(([left], [right]) => (left < right ? -1 : 1));
  for (const [name, sha256] of lines) hash.update(`${name} ${sha256}\n`);
  return hash.digest('hex');
}

/** The configuration that a run was made with, as its entry says; '' where it has none. */
export function configurationOfRun(entries: readonly AuditEntry[], run: string): string {
  for (const { act } of entries) if (act.kind === 'run' && act.run === run) return act.configuration;
  return '';
}
