import { CannotRun } from '../domain/trouble.ts';

/** What went wrong on another thread. An error that is passed as such loses what it carries besides its message. */
export type Trouble =
  | { kind: 'cannot_run'; what: string; where: string | undefined; remedy: string | undefined }
  | { kind: 'failed'; message: string; code: string | undefined; stack: string | undefined };

/** An error as it passes between threads. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof CannotRun) return { kind: 'cannot_run', what: error.message, where: error.where, remedy: error.remedy };
  if (!(error instanceof Error)) return { kind: 'failed', message: String(error), code: undefined, stack: undefined };
  const { message, code, stack } = error as Error & { code?: string };
  return { kind: 'failed', message, code, stack };
}

/** The error that it was: a CannotRun, or one with the code by which a trouble of the system is told from a bug. */
export function errorOf(trouble: Trouble): Error {
  if (trouble.kind === 'cannot_run') return new CannotRun(trouble.what, { where: trouble.where, remedy: trouble.remedy });
  return Object.assign(new Error(trouble.message), trouble.code === undefined ? {} : { code: trouble.code }, trouble.stack === undefined ? {} : { stack: trouble.stack });
}

/** Waits for all, also when one fails, since a transaction must not end while another part still writes. Throws the first failure. */
export async function allOrFirstError(...work: Promise<unknown>[]): Promise<void> {
  let first: { error: unknown } | undefined;
  await Promise.all(work.map((each) => each.catch((error: unknown) => {
    first ??= { error };
  })));
  if (first !== undefined) throw first.error;
}
