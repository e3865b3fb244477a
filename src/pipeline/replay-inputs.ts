import { createHash } from 'node:crypto';
import type { Instant } from '../domain/calendar.ts';
import type { HandDecisions } from '../domain/hand-pairing.ts';
import { RULES_VERSION } from '../domain/rules-version.ts';
import { answeringSettings } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { SheetFile } from '../reference/sheets.ts';
import { handDecisions } from '../resolution/hand-decisions.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { RecordReader, type StoredImport, type StoredQuarantine } from '../store/record-reader.ts';
import { sheetsInForce } from './sheets-in-force.ts';
import { type ToldApprovals, toldApprovals } from './told-approvals.ts';
import type { Workplace } from './workplace.ts';

/** What a replay needs besides events and manual POs, read from the record. */
export interface ReplayInputs {
  imports: StoredImport[];
  /** The sheets in force, and where the kept copy of each stands. */
  sheets: StoredImport[];
  sheetFiles: SheetFile[];
  quarantine: StoredQuarantine[];
  /** What people paired and parted by hand. */
  hand: HandDecisions;
  /** What events told of approvals without the report itself. */
  told: ToldApprovals;
}

/** Reads what was imported and sees that the kept copies of the sheets in force are what they were. Throws CannotRun. */
export async function readReplayInputs({ database, evidence }: Workplace): Promise<ReplayInputs> {
  const reader = new RecordReader(database);
  const sheets = await reader.sheets();
  const entries = new AuditTrail(database).entries();
  const [imports, quarantine] = [await reader.imports(), await reader.quarantine()];
  return {
    imports,
    sheets,
    sheetFiles: sheetsInForce({ evidence }, sheets, entries),
    quarantine,
    hand: handDecisions(entries),
    told: toldApprovals(imports, quarantine, entries),
  };
}

/** Throws CannotRun where neither approvals nor a ledger were imported. */
export function requireImports({ imports }: ReplayInputs): void {
  if (imports.every((each) => each.sheet !== null)) throw new CannotRun('nothing was imported yet', { where: 'po-shadow.db', remedy: 'Run po-shadow run, or po-shadow import approvals FILE and po-shadow import ledger FILE.' });
}

/** The latest instant of what was imported, an export's own as-of included; null where nothing has one. */
export function latestInstant(imports: readonly StoredImport[]): Instant | null {
  let latest: Instant | null = null;
  for (const { latestInstant: named, asOf } of imports) {
    for (const instant of [named, asOf]) if (instant !== null && (latest === null || instant > latest)) latest = instant;
  }
  return latest;
}

/** What tells one run from another: program, the settings that bear on answers, as-of, sheets, imports, and what people paired and parted by hand. */
export function fingerprintOf({ settings, programVersion }: Workplace, { imports, sheets, hand }: ReplayInputs, asOf: Instant | null): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([RULES_VERSION, programVersion, answeringSettings(settings), asOf]));
  for (const each of imports) if (each.sheet === null) hash.update(`${each.kind} ${each.id} ${each.sha256}\n`);
  for (const sheet of sheets) hash.update(`${sheet.kind}/${sheet.sheet} ${sheet.sha256}\n`);
  for (const pairing of hand.pairings) hash.update(`pair ${JSON.stringify(pairing)}\n`);
  for (const parting of hand.partings) hash.update(`unpair ${JSON.stringify(parting)}\n`);
  return hash.digest('hex');
}

/** Groups the quarantine of one kind by document. */
export function quarantineOf(quarantine: readonly StoredQuarantine[], kind: 'approvals' | 'ledger'): Map<string, StoredQuarantine[]> {
  const byDocument = new Map<string, StoredQuarantine[]>();
  for (const item of quarantine) {
    if (item.kind !== kind || item.documentId === null) continue;
    const same = byDocument.get(item.documentId);
    if (same === undefined) byDocument.set(item.documentId, [item]);
    else same.push(item);
  }
  return byDocument;
}
