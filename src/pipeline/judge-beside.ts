import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditReport } from '../domain/audit-report.ts';
import type { Verdict } from '../domain/gate.ts';
import { DATABASE_FILE } from '../project/project.ts';
import { type JudgingResults, type JudgingTask, performJudging } from './facts/judging.ts';
import type { Judging } from './facts/judge-project.ts';
import type { ReportRequest, WrittenReport } from './facts/write-report.ts';
import { doOnThread } from './thread-task.ts';
import type { Workplace } from './workplace.ts';

/**
 * From what size of the database on, which grows with the record and with every run that the audit derives again, each step has a thread
 * of its own: what the audit held is given back before the facts are gathered and the workbook is written, and a thread can be held to
 * a small nursery. They never decide what comes out. Its tables are not asked: an audit must be able to say that one is missing.
 */
const LARGE_BYTES = 40_000_000;

/** Audits a project; see auditProject. What is delivered meanwhile waits in the inbox, and an import or a replay for its turn. */
export function auditAll(workplace: Workplace, expect: string | undefined, largeBytes = LARGE_BYTES): Promise<AuditReport> {
  return workplace.database.unchanging(() => audited(workplace, expect, largeBytes));
}

const audited = (workplace: Workplace, expect: string | undefined, largeBytes: number): Promise<AuditReport> => step(workplace, { kind: 'audit', expect }, largeBytes);

/** Audits a project, gathers the facts and judges every gate, all of it of one state of the record; see judgeAudited. */
export async function judgeAll(workplace: Workplace, judging: Judging, largeBytes = LARGE_BYTES): Promise<Verdict> {
  return workplace.database.unchanging(async () => step(workplace, { kind: 'judge', audit: await audited(workplace, judging.expect, largeBytes), judging }, largeBytes));
}

/** Audits a project, judges every gate and writes the workbook; see writeAuditedReport. */
export async function reportAll(workplace: Workplace, request: ReportRequest, largeBytes = LARGE_BYTES): Promise<WrittenReport> {
  return workplace.database.unchanging(async () => step(workplace, { kind: 'report', audit: await audited(workplace, request.expect, largeBytes), request }, largeBytes));
}

function step<Kind extends JudgingTask['kind']>(workplace: Workplace, task: Extract<JudgingTask, { kind: Kind }>, largeBytes: number): Promise<JudgingResults[Kind]> {
  const isLarge = statSync(join(workplace.project.folder, DATABASE_FILE)).size >= largeBytes;
  return isLarge ? doOnThread<JudgingResults[Kind]>('judging-worker', workplace, task) : performJudging(workplace, task);
}
