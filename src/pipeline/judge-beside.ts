import type { AuditReport } from '../domain/audit-report.ts';
import type { Verdict } from '../domain/gate.ts';
import { RecordReader } from '../store/record-reader.ts';
import { type JudgingResults, type JudgingTask, performJudging } from './facts/judging.ts';
import type { Judging } from './facts/judge-project.ts';
import type { ReportRequest, WrittenReport } from './facts/write-report.ts';
import { doOnThread } from './thread-task.ts';
import type { Workplace } from './workplace.ts';

/**
 * From how many events on each step has a thread of its own: what the audit held is given back before the facts are gathered and the
 * workbook is written, and a thread can be held to a small nursery. They never decide what comes out.
 */
const LARGE_EVENTS = 50_000;

/** Audits a project; see auditProject. */
export function auditAll(workplace: Workplace, expect: string | undefined, largeEvents = LARGE_EVENTS): Promise<AuditReport> {
  return step(workplace, { kind: 'audit', expect }, largeEvents);
}

/** Audits a project, gathers the facts and judges every gate; see judgeAudited. */
export async function judgeAll(workplace: Workplace, judging: Judging, largeEvents = LARGE_EVENTS): Promise<Verdict> {
  const audit = await auditAll(workplace, judging.expect, largeEvents);
  return step(workplace, { kind: 'judge', audit, judging }, largeEvents);
}

/** Audits a project, judges every gate and writes the workbook; see writeAuditedReport. */
export async function reportAll(workplace: Workplace, request: ReportRequest, largeEvents = LARGE_EVENTS): Promise<WrittenReport> {
  const audit = await auditAll(workplace, request.expect, largeEvents);
  return step(workplace, { kind: 'report', audit, request }, largeEvents);
}

function step<Kind extends JudgingTask['kind']>(workplace: Workplace, task: Extract<JudgingTask, { kind: Kind }>, largeEvents: number): Promise<JudgingResults[Kind]> {
  const isLarge = new RecordReader(workplace.database).counts().events >= largeEvents;
  return isLarge ? doOnThread<JudgingResults[Kind]>('judging-worker', workplace, task) : performJudging(workplace, task);
}
