import type { AuditReport } from '../../domain/audit-report.ts';
import type { Verdict } from '../../domain/gate.ts';
import { auditProject } from '../audit-project.ts';
import type { Workplace } from '../workplace.ts';
import { type Judging, judgeAudited } from './judge-project.ts';
import type { ReportRequest, WrittenReport } from './write-report.ts';

/** Steps of a judgement, as plain data, so that each can have a thread of its own. `audit` is what the step before found. */
export type JudgingTask =
  | { kind: 'audit'; expect: string | undefined }
  | { kind: 'judge'; audit: AuditReport; judging: Judging }
  | { kind: 'report'; audit: AuditReport; request: ReportRequest };

export interface JudgingResults {
  audit: AuditReport;
  judge: Verdict;
  report: WrittenReport;
}

/** Does the step on this thread. */
export async function performJudging<Kind extends JudgingTask['kind']>(workplace: Workplace, task: Extract<JudgingTask, { kind: Kind }>): Promise<JudgingResults[Kind]>;
export async function performJudging(workplace: Workplace, task: JudgingTask): Promise<JudgingResults[JudgingTask['kind']]> {
  switch (task.kind) {
    case 'audit':
      return auditProject(workplace, { expect: task.expect });
    case 'judge':
      return (await judgeAudited(workplace, task.audit, task.judging)).verdict;
    case 'report':
      // Only a report pays for what writes workbooks.
      return (await import('./write-report.ts')).writeAuditedReport(workplace, task.audit, task.request);
  }
}
