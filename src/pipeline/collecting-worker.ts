import { collectAndReplay } from './capture/collect-and-replay.ts';
import { serveTask } from './serve-task.ts';

await serveTask((workplace) => collectAndReplay(workplace));
