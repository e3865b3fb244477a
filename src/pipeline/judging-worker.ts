import { type JudgingTask, performJudging } from './facts/judging.ts';
import { serveTask } from './serve-task.ts';

serveTask((workplace, task) => performJudging(workplace, task as JudgingTask));
