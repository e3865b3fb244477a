import { serveTask } from './serve-task.ts';
import { type Task, perform } from './task.ts';

serveTask((workplace, task) => perform(workplace, task as Task));
