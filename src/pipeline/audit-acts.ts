import { z } from 'zod';
import type { AuditEntry, EntryClock, ImportedFact } from '../domain/audit.ts';
import type { Instant } from '../domain/calendar.ts';
import { CHECKLIST_FILE } from '../project/project.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const importAct = z.object({
  kind: z.literal('import'),
  files: z.array(z.object({
    id: z.number().int(), kind: z.enum(['approvals', 'ledger', 'master', 'mapping']), format: z.string(), sheet: z.string().nullable(), shown: z.string(), sha256,
    options: z.record(z.string(), z.unknown()), accepted: count, known: count, quarantined: count, unread: count.optional(),
  })),
});
const kept = z.object({ sha256, bytes: count });
const erpLogAct = z.object({
  kind: z.literal('erp_log'),
  files: z.array(z.object({ id: z.number().int(), shown: z.string(), sha256, kept, masked: count, timeZone: z.string().nullable(), accepted: count, known: count, quarantined: count })),
});
const runAct = z.object({ kind: z.literal('run'), run: z.string(), number: z.number().int(), digest: z.string(), fingerprint: z.string(), configuration: z.string(), program: z.string(), settings: sha256, checklist: z.object({ sha256, bytes: count }).nullable(), reason: z.string() });
const pairingAct = z.object({ kind: z.enum(['pair', 'unpair']), transaction: z.string(), order: z.string().nullable().optional(), purchaseOrders: z.array(z.string()), reason: z.string() });
const reviewAct = z.object({ kind: z.literal('review'), of: z.number().int(), decision: z.enum(['approved', 'rejected']), reason: z.string() });
const workbookAct = z.object({ kind: z.literal('workbook'), shown: z.string(), sha256, bytes: count, applied: count });
/** Of whatever may have come with a workbook. */
const handedIn = z.object({ workbook: z.number().int().positive().optional() });
const attestAct = z.object({ kind: z.literal('attest'), checklist: kept, file: kept.extend({ name: z.string() }) });
const exportAct = z.object({ kind: z.literal('sandbox_export'), run: z.string(), orders: count, calls: count });
const answersAct = z.object({ kind: z.literal('sandbox_answers'), shown: z.string(), sha256, bytes: count, kept: kept.optional(), answers: count, unread: count });
const shownAct = z.object({ kind: z.enum(['probe', 'drill']), checklist: kept });

/** A file of an import entry; the kinds are those that can be imported. */
export type AuditedImport = z.output<typeof importAct>['files'][number] & ImportedFact;

interface Of<What> {
  sequence: number;
  at: Instant | null;
  clock: EntryClock;
  act: What;
}

/** What an audit goes by, of all that the trail holds. */
export interface AuditedActs {
  imports: Of<z.output<typeof importAct>>[];
  erpLogs: Of<z.output<typeof erpLogAct>>[];
  runs: Of<z.output<typeof runAct>>[];
  /** Workbooks that were imported. */
  workbooks: Of<z.output<typeof workbookAct>>[];
  /** Entries that came with a workbook: their own numbers, and that of its entry. */
  handedIn: { sequence: number; workbook: number }[];
  /** Calls that were written out for a sandbox, and answers that came back. */
  sandboxExports: Of<z.output<typeof exportAct>>[];
  sandboxAnswers: Of<z.output<typeof answersAct>>[];
  /** Files that were kept with an attestation, ERP logs, answers of a sandbox, workbooks that were imported, and rollback.yaml as entries saw it. */
  attached: z.output<typeof attestAct>['file'][];
  /** Entries that do not say what they should; only somebody who changed them can have written these. */
  unreadable: number[];
}

/** Sorts the entries of a trail by what they tell. Whoever wrote them may not have been this program, so their form is checked. */
export function auditedActs(entries: readonly AuditEntry[]): AuditedActs {
  const acts: AuditedActs = { imports: [], erpLogs: [], runs: [], workbooks: [], handedIn: [], sandboxExports: [], sandboxAnswers: [], attached: [], unreadable: [] };
  for (const { sequence, at, clock, act } of entries) {
    // Any JSON at all may stand there.
    const kind = (act as { kind?: unknown } | null)?.kind;
    const add = <What>(schema: z.ZodType<What>, to: (act: What) => void): void => {
      const parsed = schema.safeParse(act);
      if (parsed.success) to(parsed.data);
      else acts.unreadable.push(sequence);
    };
    if (kind === 'import') add(importAct, (each) => acts.imports.push({ sequence, at, clock, act: each }));
    else if (kind === 'erp_log') {
      add(erpLogAct, (each) => {
        acts.erpLogs.push({ sequence, at, clock, act: each });
        acts.attached.push(...each.files.map(({ shown, kept: copy }) => ({ name: shown, ...copy })));
      });
    } else if (kind === 'run') {
      add(runAct, (each) => {
        acts.runs.push({ sequence, at, clock, act: each });
        if (each.checklist !== null) acts.attached.push({ name: CHECKLIST_FILE, ...each.checklist });
      });
    } else if (kind === 'attest') add(attestAct, ({ file, checklist }) => acts.attached.push(file, { name: CHECKLIST_FILE, ...checklist }));
    else if (kind === 'probe' || kind === 'drill') add(shownAct, ({ checklist }) => acts.attached.push({ name: CHECKLIST_FILE, ...checklist }));
    else if (kind === 'workbook') {
      add(workbookAct, (each) => {
        acts.workbooks.push({ sequence, at, clock, act: each });
        acts.attached.push({ name: each.shown, sha256: each.sha256, bytes: each.bytes });
      });
    }
    else if (kind === 'sandbox_export') add(exportAct, (each) => acts.sandboxExports.push({ sequence, at, clock, act: each }));
    else if (kind === 'sandbox_answers') {
      add(answersAct, (each) => {
        acts.sandboxAnswers.push({ sequence, at, clock, act: each });
        acts.attached.push({ name: each.shown, ...(each.kept ?? { sha256: each.sha256, bytes: each.bytes }) });
      });
    }
    // A replay goes by what people paired, and by what others said of it.
    else if (kind === 'pair' || kind === 'unpair') add(pairingAct, () => {});
    else if (kind === 'review') add(reviewAct, () => {});
    else if (typeof kind !== 'string') acts.unreadable.push(sequence);
    const { workbook } = handedIn.safeParse(act).data ?? {};
    if (workbook !== undefined) acts.handedIn.push({ sequence, workbook });
  }
  return acts;
}
