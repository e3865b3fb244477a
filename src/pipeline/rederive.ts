import { type AuditEntry, entryName } from '../domain/audit.ts';
import type { Instant } from '../domain/calendar.ts';
import type { LedgerPart } from '../domain/ledger-part.ts';
import { type Settings, settingsSchema } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { FoundFile } from '../project/project.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { RecordWriter } from '../store/record-writer.ts';
import { SandboxStore } from '../store/sandbox-store.ts';
import type { AuditedActs, AuditedImport } from './audit-acts.ts';
import { configurationOf } from './configuration.ts';
import { type ErpLogRequest, importErpLogs } from './import-erp-logs.ts';
import { type ImportRequest, importInputs } from './import-inputs.ts';
import { replayRecord } from './replay-record.ts';
import { type AnswersRead, readAnswersFile, storeAnswers } from './sandbox/keep-sandbox.ts';
import { planSandbox } from './sandbox/plan-sandbox.ts';
import { storedReading } from './stored-reading.ts';
import type { Workplace } from './workplace.ts';

/** What a run was made with, so far as no evidence holds it. */
export interface RunOrigin {
  id: string;
  /** As JSON. */
  settings: string;
  programVersion: string;
}

/** What came of deriving everything again. */
export interface Rederived {
  /** Why importing stopped; null where all of it was imported again. */
  importTrouble: string | null;
  /** What the entries of imports should say and don't. */
  importProblems: string[];
  /** Each run that was derived again, by its stored id, in order. */
  runs: Map<string, DerivedRun>;
}

export interface DerivedRun {
  /** Its id now; null where it could not be derived. */
  id: string | null;
  /** What no version of the program explains. */
  problems: string[];
  /** Why it could not be derived, or how what it was made with comes out otherwise: another version of the program may be why. */
  otherwise: string[];
}

/**
 * Does again in an empty record what the trail tells of, from its first entry on: imports from the evidence, replays with the settings
 * of their run, calls for a sandbox from their run and its answers from their file; what people decided is copied, since it has no evidence but its entry. `anew` is that record, with the project's evidence.
 */
export async function rederive(anew: Workplace, entries: readonly AuditEntry[], acts: AuditedActs, origins: ReadonlyMap<string, RunOrigin>): Promise<Rederived> {
  const imports = new Map(acts.imports.map((each) => [each.sequence, each]));
  const erpLogs = new Map(acts.erpLogs.map((each) => [each.sequence, each]));
  const runs = new Map(acts.runs.map((each) => [each.sequence, each]));
  const trail = new AuditTrail(anew.database);
  const result: Rederived = { importTrouble: null, importProblems: [], runs: new Map() };
  for (const entry of entries) {
    const imported = imports.get(entry.sequence);
    const logs = erpLogs.get(entry.sequence);
    const run = runs.get(entry.sequence);
    if (imported !== undefined || logs !== undefined) {
      try {
        if (imported !== undefined) await importAgain(anew, imported);
        if (logs !== undefined) await importErpLogs(anew, logs.act.files.map((file) => logRequestOf(anew, file)), { strict: false });
      } catch (error) {
        // Without these files everything that follows is another record.
        result.importTrouble = `${entryName(entry.sequence)}: ${reasonOf(error)}`;
        break;
      }
      result.importProblems.push(...instantProblem(imported ?? entry, trail));
    } else if (run !== undefined) result.runs.set(run.act.run, await derivedRun(anew, run, origins.get(run.act.run)));
    else await sandboxAgain(anew, entry, result, trail);
  }
  return result;
}

/** Imports the files of an entry again. One that does not tell of columns that nobody reads was written before they were kept, or of a file without any. */
async function importAgain(anew: Workplace, imported: AuditedActs['imports'][number]): Promise<void> {
  const { files } = imported.act;
  await importInputs(anew, requestsOf(anew, files), { asOf: givenInstant(imported), strict: false });
  await anew.database.transaction(() => new RecordWriter(anew.database).forgetUnread(files.filter(({ unread }) => unread === undefined).map(({ id }) => id)));
}

/** Makes the calls of an export again from its run, and the answers of a sandbox from their kept file; any other entry is copied. */
async function sandboxAgain(anew: Workplace, entry: AuditEntry, { runs }: Rederived, trail: AuditTrail): Promise<void> {
  const { act } = entry;
  const store = new SandboxStore(anew.database);
  const run = act.kind === 'sandbox_export' ? (runs.get(act.run)?.id ?? null) : null;
  const calls = run === null ? [] : ((await planSandbox(anew, run))?.calls ?? []);
  const answers = act.kind === 'sandbox_answers' ? await answersAgain(anew, act, entry.at) : undefined;
  await anew.database.transaction(() => {
    trail.append(entry);
    if (run !== null) store.addCalls(run, calls);
    if (answers !== undefined) storeAnswers(anew, entry, answers);
  });
}

/** The answers of a kept file; none where it is one that no import can have read. */
async function answersAgain({ evidence }: Workplace, { sha256, kept, shown }: Extract<AuditEntry['act'], { kind: 'sandbox_answers' }>, takenIn: Instant | null): Promise<AnswersRead> {
  try {
    return await readAnswersFile({ path: evidence.pathOf(kept?.sha256 ?? sha256), name: shown, shown }, takenIn);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { answers: [], unread: [] };
  }
}

async function derivedRun(anew: Workplace, run: AuditedActs['runs'][number], origin: RunOrigin | undefined): Promise<DerivedRun> {
  const underivable = (why: string): DerivedRun => ({ id: null, problems: [], otherwise: [`it can't be derived again${why}`] });
  if (origin === undefined) return underivable(', because the database no longer has its settings');
  const settings = settingsOf(origin.settings);
  if (settings === undefined) return underivable(', because what is stored as its settings are none');
  const place: Workplace = { ...anew, settings, programVersion: origin.programVersion };
  try {
    const { run: derived, reused } = await replayRecord(place, givenInstant(run));
    if (reused) return underivable(`: by what its entry and settings say it is the run before it, ${derived.id}`);
    const configuration = await configurationOf(place);
    return {
      id: derived.id, problems: instantProblem(run, new AuditTrail(anew.database)),
      otherwise: configuration === run.act.configuration ? [] : [`${entryName(run.sequence)}: configuration is ${run.act.configuration}, and ${configuration} by the evidence`],
    };
  } catch (error) {
    return underivable(`: ${reasonOf(error)}`);
  }
}

/** Where an entry's instant is not the one that comes out again. */
function instantProblem({ sequence, at }: { sequence: number; at: number | null }, trail: AuditTrail): string[] {
  const again = trail.entries().at(-1)?.at ?? null;
  return again === at ? [] : [`${entryName(sequence)}: its instant is ${instant(at)}, and ${instant(again)} by the evidence`];
}

const instant = (at: number | null): string => (at === null ? 'none' : new Date(at).toISOString());

const givenInstant = ({ at, clock }: { at: number | null; clock: string }): number | undefined => (clock === 'given' ? (at ?? undefined) : undefined);

function settingsOf(text: string): Settings | undefined {
  try {
    return settingsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The imports as they were asked for: the files of an export in several are one request. Throws CannotRun for what no import can have been. */
function requestsOf(anew: Workplace, files: readonly AuditedImport[]): ImportRequest[] {
  const requests: ImportRequest[] = [];
  for (const file of files) {
    const { part, set } = file.options;
    if (part === undefined) requests.push(requestOf(anew, file));
    else if (part === 'headers') {
      const { part: _part, set: _set, ...options } = file.options;
      const beside = (wanted: LedgerPart): FoundFile | undefined => {
        const other = files.find((each) => each.options.set === set && each.options.part === wanted);
        return other === undefined ? undefined : keptFile(anew, other);
      };
      const request = requestOf(anew, { ...file, options });
      if (request.kind !== 'ledger' || beside('lines') === undefined) throw new CannotRun('nothing can have been imported in this way', { where: file.shown });
      requests.push({ ...request, lines: beside('lines'), assignments: beside('assignments') });
    }
  }
  return requests;
}

const keptFile = ({ evidence }: Workplace, { sha256, shown }: AuditedImport): FoundFile => ({ path: evidence.pathOf(sha256), shown });

/** The import of one kept file as it was asked for. Throws CannotRun likewise. */
function requestOf(anew: Workplace, imported: AuditedImport): ImportRequest {
  const { kind, format, sheet, shown, options } = imported;
  const file = keptFile(anew, imported);
  if (kind === 'mapping') return { kind, file, sheet: sheet ?? '', reading: undefined };
  if (kind === 'master') {
    const reading = storedReading(options, sheet);
    if (reading === null) throw new CannotRun('nothing can have been imported in this way', { where: shown });
    return { kind, file, sheet: sheet ?? '', reading };
  }
  const input = { ...options, [kind === 'approvals' ? 'source' : 'format']: format, files: [shown] };
  const parsed = settingsSchema.shape.inputs.safeParse({ [kind]: [input] }).data;
  const approvals = parsed?.approvals[0];
  const ledger = parsed?.ledger[0];
  if (approvals !== undefined) return { kind: 'approvals', file, input: approvals };
  if (ledger !== undefined) return { kind: 'ledger', file, input: ledger };
  throw new CannotRun('nothing can have been imported in this way', { where: shown });
}

/** A log as it was asked for, of the copy that was kept without its secrets. */
const logRequestOf = ({ evidence }: Workplace, { shown, sha256, kept, masked, timeZone }: AuditedActs['erpLogs'][number]['act']['files'][number]): ErpLogRequest => ({
  file: { path: evidence.pathOf(kept.sha256), shown }, timeZone: timeZone ?? undefined, earlier: { original: sha256, masked },
});

/** A trouble of the data in words; anything else is a bug and goes on. */
function reasonOf(error: unknown): string {
  if (!(error instanceof CannotRun)) throw error;
  return `${error.where === undefined ? '' : `${error.where}: `}${error.message}`;
}
