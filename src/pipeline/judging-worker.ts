import { type JudgingTask, performJudging } from './facts/judging.ts';
import { serveTask } from './serve-task.ts';

await serveTask((workplace, task) => performJudging(workplace, task as JudgingTask));
