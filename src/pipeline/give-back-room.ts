import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ENGINE_IS_KNOWN } from './threads.ts';

/** Collects the garbage of this thread, which has nothing to do but wait, and gives its room back: by itself the engine does so after a minute or more. */
export function giveBackRoom(): void {
  if (!ENGINE_IS_KNOWN) return;
  // The engine is asked by a function of its own, which a context has that is made after the option was set.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  collect({ type: 'major', flavor: 'last-resort' });
}
