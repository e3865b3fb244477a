import { serveTask } from './serve-task.ts';
import { type Task, perform } from './task.ts';

await serveTask((workplace, task) => perform(workplace, task as Task));
