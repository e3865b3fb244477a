import type { AuditCheck } from '../domain/audit-report.ts';
import { entryName } from '../domain/audit.ts';
import { plural } from '../domain/plural.ts';
import { ErpLogReader, type StoredLogFile } from '../store/erp-log-store.ts';
import type { AuditedActs } from './audit-acts.ts';
import { settingsHash } from './audit-run.ts';
import type { Workplace } from './workplace.ts';

/** Looks whether every import and every run has its entry, and every entry its import or run, and whether the two say the same. */
export async function auditEntries({ database }: Workplace, acts: AuditedActs): Promise<AuditCheck> {
  const { imports, runs, unreadable } = acts;
  const problems = unreadable.map((sequence) => `${entryName(sequence)} does not say what an entry of its kind says`);
  const files = await database.query.selectFrom('import_file').leftJoin('evidence_file', 'evidence_file.id', 'evidence_id').selectAll('import_file').select('sha256').orderBy('import_file.id').execute();
  const storedFiles = new Map(files.map((row) => [row.id, {
    shown: row.shown, kind: row.kind, format: row.format, sheet: row.sheet, sha256: row.sha256, accepted: row.rows_accepted, known: row.rows_known, quarantined: row.rows_quarantined,
  }]));
  const toldFiles = imports.flatMap(({ sequence, act }) => act.files.map((file) => ({ sequence, file })));
  const rows = await database.query.selectFrom('run').select(['id', 'number', 'as_of as asOf', 'digest', 'fingerprint', 'program_version as program', 'settings']).orderBy('number').execute();
  const storedRuns = new Map(rows.map((row) => [row.id, row]));

  const filesTold = new Set<number>();
  for (const { sequence, file } of toldFiles) {
    const name = `import ${file.id} (${file.shown})`;
    const row = storedFiles.get(file.id);
    if (filesTold.has(file.id)) problems.push(`${entryName(sequence)} tells of ${name}, of which another entry told before`);
    else if (row === undefined) problems.push(`${entryName(sequence)} tells of ${name}, which the database no longer has`);
    else problems.push(...disagreements(sequence, name, file, row));
    filesTold.add(file.id);
  }
  for (const [id, { shown }] of storedFiles) if (!filesTold.has(id)) problems.push(`import ${id} (${shown}) has no entry in the trail`);

  problems.push(...logProblems(acts, new ErpLogReader(database).readings()));

  const runsTold = new Set<string>();
  for (const { sequence, at, act } of runs) {
    const row = storedRuns.get(act.run);
    if (runsTold.has(act.run)) problems.push(`${entryName(sequence)} tells of ${act.run}, of which another entry told before`);
    else if (row === undefined) problems.push(`${entryName(sequence)} tells of ${act.run}, which the database no longer has`);
    else {
      const { settings, ...rest } = row;
      problems.push(...disagreements(sequence, act.run, { number: act.number, asOf: at, digest: act.digest, fingerprint: act.fingerprint, program: act.program }, rest));
      if (settingsHash(settings) !== act.settings) problems.push(`${act.run}: the settings stored with it are not those of ${entryName(sequence)}`);
    }
    runsTold.add(act.run);
  }
  for (const id of storedRuns.keys()) if (!runsTold.has(id)) problems.push(`${id} has no entry in the trail`);

  problems.push(...workbookProblems(acts));
  return { name: 'entries', checked: files.length + rows.length, what: `${plural(files.length, 'import')} and ${plural(rows.length, 'run')} against their entries`, problems, notes: [] };
}

/** Where the entries of ERP logs and the logs do not agree. */
function logProblems({ erpLogs }: AuditedActs, stored: readonly StoredLogFile[]): string[] {
  const left = new Map(stored.map((file) => [file.id, file]));
  const problems: string[] = [];
  for (const { sequence, act } of erpLogs) {
    for (const { id, shown, sha256, kept, masked, timeZone, accepted, known, quarantined } of act.files) {
      const file = left.get(id);
      const name = `ERP log ${id} (${shown})`;
      if (file === undefined) problems.push(`${entryName(sequence)} tells of ${name}, which the database no longer has, or of which another entry told before`);
      else {
        const told = { shown, sha256, kept: kept.sha256, masked, timeZone, accepted, known, quarantined };
        problems.push(...disagreements(sequence, name, told, { shown: file.shown, sha256: file.sha256, kept: file.keptSha256, masked: file.masked, timeZone: file.timeZone, accepted: file.rowsAccepted, known: file.rowsKnown, quarantined: file.rowsQuarantined }));
      }
      left.delete(id);
    }
  }
  for (const { id, shown } of left.values()) problems.push(`ERP log ${id} (${shown}) has no entry in the trail`);
  return problems;
}

/** Where what came with a workbook and the entry of that workbook do not agree. */
function workbookProblems({ workbooks, handedIn }: AuditedActs): string[] {
  const problems: string[] = [];
  const applied = new Map(workbooks.map(({ sequence }) => [sequence, 0]));
  for (const { sequence, workbook } of handedIn) {
    const before = applied.get(workbook);
    if (before === undefined || workbook > sequence) problems.push(`${entryName(sequence)} says that it came with the workbook ${entryName(workbook)}, which is none that was imported before`);
    else applied.set(workbook, before + 1);
  }
  for (const { sequence, act } of workbooks) {
    const found = applied.get(sequence) ?? 0;
    if (found !== act.applied) problems.push(`${entryName(sequence)} tells of ${plural(act.applied, 'decision')}, and ${plural(found, 'entry names', 'entries name')} it`);
  }
  return problems;
}

/** Where an entry and the row that it tells of differ; what only one of them has is not compared. */
function disagreements(sequence: number, name: string, told: Readonly<Record<string, unknown>>, stored: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(stored).filter((key) => key in told && told[key] !== stored[key]).map((key) => `${name}: ${key} is ${String(stored[key])} in the database, and ${String(told[key])} in ${entryName(sequence)}`);
}
