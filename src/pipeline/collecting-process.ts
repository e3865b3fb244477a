import type { Instant } from '../domain/calendar.ts';
import { collectAndReplay } from './capture/collect-and-replay.ts';
import { serveApart } from './serve-apart.ts';

serveApart((workplace, task) => collectAndReplay(workplace, (task as { asOf: Instant | undefined }).asOf));
