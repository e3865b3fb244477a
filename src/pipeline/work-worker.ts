import { startReplayThreads } from './replay-record.ts';
import { serveTask } from './serve-task.ts';
import { type Task, perform } from './task.ts';

serveTask((workplace, task) => perform(workplace, task as Task, (fromEvents) => startReplayThreads(workplace, fromEvents)));
