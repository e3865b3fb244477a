import { createHash } from 'node:crypto';
import type { AuditEntry } from '../domain/audit.ts';
import { answeringSettings } from '../domain/settings.ts';
import { RecordReader } from '../store/record-reader.ts';
import type { Workplace } from './workplace.ts';

/**
 * What the integration's answers rest on besides the data: SHA-256 over program version, ERP profile, the settings that bear on answers, and the
 * master and mapping sheets in force. Importing approvals or ledgers leaves it as it is.
 */
export async function configurationOf({ database, settings, programVersion }: Workplace): Promise<string> {
  const sheets = await new RecordReader(database).sheets();
  const hash = createHash('sha256');
  hash.update(`${JSON.stringify([programVersion, settings.erp, answeringSettings(settings)])}\n`);
  for (const { kind, sheet, sha256 } of sheets) hash.update(`${kind}/${sheet} ${sha256}\n`);
  return hash.digest('hex');
}

/** The configuration that a run was made with, as its entry says; '' where it has none. */
export function configurationOfRun(entries: readonly AuditEntry[], run: string): string {
  for (const { act } of entries) if (act.kind === 'run' && act.run === run) return act.configuration;
  return '';
}
