import { setFlagsFromString } from 'node:v8';

/** The nursery of each thread. What threads pass on dies young, and what they hold is promoted soon: more room would lie idle. */
export const YOUNG_GENERATION_MB = 24;

/** How much a heap may grow, of what is alive in it, before garbage is collected; without it a heap doubles. */
const GROWTH_PERCENT = 30;
/** The newest release of Node for which the engine's option is known; a later engine might complain of it. */
const KNOWN_NODE = 24;

/** Makes every thread collect garbage earlier: a little time for a third of the memory. For large work only. */
export function keepHeapsSmall(): void {
  if (Number.parseInt(process.versions.node, 10) <= KNOWN_NODE) setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
