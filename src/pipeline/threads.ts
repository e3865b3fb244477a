import { setFlagsFromString } from 'node:v8';
import { type MessagePort, Worker, parentPort } from 'node:worker_threads';

/** Nursery of a thread that passes on what it makes: a batch should die in it, and not be carried over. */
export const PASSING_YOUNG_MB = 48;
/** Nursery of a thread that holds what it makes, or makes little: room in it would lie idle. */
export const HOLDING_YOUNG_MB = 24;

/** How much a heap may grow, of what is alive in it, before garbage is collected; without it a heap doubles. */
const GROWTH_PERCENT = 45;
/** The newest release of Node for which the engine's options are known; a later engine might complain of them. */
const KNOWN_NODE = 24;
export const ENGINE_IS_KNOWN = Number.parseInt(process.versions.node, 10) <= KNOWN_NODE;

/** Makes every thread collect garbage earlier: a little time for a third of the memory. For large work only. */
export function keepHeapsSmall(): void {
  if (!ENGINE_IS_KNOWN) return;
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  // What lived long in one stage of a run is garbage at once in the next: the sides of the passes are held, those of plain pairs make a row and are
  // done. The engine would go on to put them where only all garbage is collected, with all that they refer to.
  setFlagsFromString('--no-allocation-site-pretenuring');
}

const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Where a module of this folder lies, named without its ending. */
export const moduleHere = (module: string): URL => new URL(`./${module}.${ENDING}`, import.meta.url);

/** Starts a module of this folder, named without its ending, as a thread with a nursery of so many megabytes. */
export function startThread(module: string, workerData: unknown, youngMb: number): Worker {
  return new Worker(moduleHere(module), { workerData, resourceLimits: { maxYoungGenerationSizeMb: youngMb } });
}

/** Where the messages of the present thread come and go; the main thread has no such place. */
export function ownPort(): MessagePort {
  if (parentPort === null) throw new Error('this module is the inside of a worker thread');
  return parentPort;
}

/** How many batches of a thread were taken, in memory that both threads see. */
export type TakenCount = Int32Array;

export const newTakenCount = (): TakenCount => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Tells the thread that sends that one more batch was taken. */
export function noteTaken(taken: TakenCount): void {
  Atomics.add(taken, 0, 1);
  Atomics.notify(taken, 0);
}

/** Holds the thread that sends while `ahead` of what it sent were not taken yet. */
export function waitForRoom(taken: TakenCount, sent: number, ahead: number): void {
  for (let seen = Atomics.load(taken, 0); sent - seen >= ahead; seen = Atomics.load(taken, 0)) Atomics.wait(taken, 0, seen, 1_000);
}
