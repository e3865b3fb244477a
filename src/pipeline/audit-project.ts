import { join } from 'node:path';
import type { AuditCheck, AuditReport } from '../domain/audit-report.ts';
import type { AuditEntry, AuditHead } from '../domain/audit.ts';
import { plural } from '../domain/plural.ts';
import { CannotRun } from '../domain/trouble.ts';
import { DATABASE_FILE } from '../project/project.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { EvidenceInPlace } from '../store/evidence-in-place.ts';
import { openScratchDatabase } from '../store/scratch-database.ts';
import { auditedActs } from './audit-acts.ts';
import { auditDatabase } from './audit-database.ts';
import { auditEntries } from './audit-entries.ts';
import { auditEvidence } from './audit-evidence.ts';
import { auditResults } from './audit-results.ts';
import type { Workplace } from './workplace.ts';

/** What an audit is asked besides. */
export interface AuditOptions {
  /** The hash that some entry of the trail must have. */
  expect?: string | undefined;
}

/**
 * Checks the audit trail, the database and the evidence, and derives every result again (docs/audit.md). Writes nothing into the project.
 * Throws CannotRun where somebody else writes meanwhile.
 */
export async function auditProject(workplace: Workplace, { expect }: AuditOptions = {}): Promise<AuditReport> {
  const { database, project } = workplace;
  const scratch = await openScratchDatabase();
  try {
    const { check: soundness, readable } = auditDatabase(database, scratch.database, join(project.folder, DATABASE_FILE));
    if (!readable) return reportOf({ length: 0, hash: '' }, [soundness], { rows: [], transactions: [] });
    const trail = new AuditTrail(database);
    const head = trail.head();
    const { check: chain, entries } = auditTrail(trail, expect);
    const acts = auditedActs(entries ?? []);
    const evidence = await auditEvidence(workplace, acts);
    const told = await auditEntries(workplace, acts);
    const anew: Workplace = { ...workplace, database: scratch.database, evidence: new EvidenceInPlace(project.folder) };
    const results = await auditResults(workplace, anew, { entries, acts, whole: evidence.whole });
    const after = trail.head();
    if (after.length !== head.length || after.hash !== head.hash) throw new CannotRun('somebody imported, replayed or decided while the audit ran', { where: DATABASE_FILE, remedy: 'Run po-shadow audit again.' });
    return reportOf(head, [chain, soundness, evidence.check, told, ...results.checks], results.unproven);
  } finally {
    scratch.close();
  }
}

const reportOf = ({ hash, length }: AuditHead, checks: AuditCheck[], unproven: AuditReport['unproven']): AuditReport => ({ intact: checks.every(({ problems }) => problems.length === 0), head: hash, length, checks, unproven });

function auditTrail(trail: AuditTrail, expect: string | undefined): { check: AuditCheck; entries: AuditEntry[] | null } {
  const problems = trail.problems(expect).map(({ what }) => what);
  let entries: AuditEntry[] | null = null;
  try {
    entries = trail.entries();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    problems.push('an entry is no JSON any more, so that none can be gone by');
  }
  const { length } = trail.head();
  return { check: { name: 'trail', checked: length, what: `${plural(length, 'entry', 'entries')}, each against its hash and the entry before`, problems, notes: [] }, entries };
}
