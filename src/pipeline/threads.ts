import { setFlagsFromString } from 'node:v8';

/** Nursery of a thread that passes on what it makes: a batch should die in it, and not be carried over. */
export const PASSING_YOUNG_MB = 48;
/** Nursery of a thread that holds what it makes, or makes little: room in it would lie idle. */
export const HOLDING_YOUNG_MB = 24;

/** How much a heap may grow, of what is alive in it, before garbage is collected; without it a heap doubles. */
const GROWTH_PERCENT = 30;
/** The newest release of Node for which the engine's option is known; a later engine might complain of it. */
const KNOWN_NODE = 24;

/** Makes every thread collect garbage earlier: a little time for a third of the memory. For large work only. */
export function keepHeapsSmall(): void {
  if (Number.parseInt(process.versions.node, 10) <= KNOWN_NODE) setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
