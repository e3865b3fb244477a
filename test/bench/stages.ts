import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { type Progress, openWorkplace } from '../../src/pipeline/workplace.ts';

/** How long each stage of a run took, in seconds and in their order; what lies between two is not counted. */
export type Stages = Map<string, number>;

class StageClock implements Progress {
  readonly stages: Stages = new Map();
  #stage = '';
  #since = 0;

  start(what: string): void {
    this.done();
    this.#stage = what.startsWith('reading') ? 'reading' : what;
    this.#since = performance.now();
  }
  advance(): void {}
  done(): void {
    if (this.#stage !== '') this.stages.set(this.#stage, (this.stages.get(this.#stage) ?? 0) + (performance.now() - this.#since) / 1000);
    this.#stage = '';
  }
}

/** Runs a project in this process, and says how long each stage took. */
export async function stagesOf(project: string): Promise<Stages> {
  const progress = new StageClock();
  const workplace = await openWorkplace({ folder: project, allowOutside: false }, { progress, programVersion: 'bench' });
  try {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    await replayRecord(workplace, undefined);
    return progress.stages;
  } finally {
    workplace.database.close();
  }
}
