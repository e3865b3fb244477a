import { generateProject } from '../cli/generated-project.ts';
import { type ProjectParts, makeProject } from '../project-folder.ts';
import { readGrounds } from '../../src/pipeline/selftest/project-grounds.ts';
import type { Grounds } from '../../src/selftest/grounds.ts';
import { inventSelftest } from '../../src/selftest/invent.ts';
import { type Plan, planSelftest } from '../../src/selftest/plan.ts';
import type { TruthEntry } from '../../src/demo/fortnight-sink.ts';
import type { LeftOutKind } from '../../src/domain/selftest.ts';

/** Settings and sheets of a small project: two vendors in dollars, one each in yen and dinars that no merchant is mapped to. */
export const groundsOf = async (parts: ProjectParts = {}): Promise<Grounds> => (await readGrounds({ folder: makeProject(parts).dir, allowOutside: false })).grounds;

export const planOf = async (parts: ProjectParts = {}): Promise<Plan> => planSelftest(await groundsOf(parts));

/** The plan of the invented retailer of the demonstration. */
export const planOfDemo = async (): Promise<Plan> => planSelftest((await readGrounds({ folder: generateProject({ reports: 10, seed: 1 }), allowOutside: false })).grounds);

export interface Invented {
  approvals: string[];
  ledger: string[];
  truth: TruthEntry[];
  leftOut: LeftOutKind[];
}

export function invented(plan: Plan, options: { reports: number; seed: number }): Invented {
  const all: Invented = { approvals: [], ledger: [], truth: [], leftOut: [] };
  const planting = inventSelftest(plan, options, { approval: (line) => all.approvals.push(line), ledgerRow: (line) => all.ledger.push(line), truth: (entry) => all.truth.push(entry) });
  for (;;) {
    const { done, value } = planting.next();
    if (done === true) return { ...all, leftOut: value };
  }
}
