import { CREATES_NONE, type LogError, type LogOutcome } from '../domain/erp-log.ts';

const UNAUTHORISED = /^(?:INSUFFICIENT_PERMISSION|INVALID_LOGIN\w*|\/IWBEP\/CX_MGW_NOT_AUTHORIZED)$/;
const THROTTLED = 'CONCURRENCY_LIMIT_EXCEEDED';

/** Taken in, or answered in several parts: not yet done, or not all of it. */
const NOT_YET: ReadonlySet<number> = new Set([202, 207]);

/** What tells what became of a call: its method ('' where the log has none) and status, what the answer objects to, and whether it is an error body, or shows an error in another form. */
export interface AnsweredCall {
  method: string;
  status: number | null;
  errors: readonly LogError[];
  hasBody: boolean;
  showsError: boolean;
}

/** What became of a call. */
export function outcomeOf({ method, status, errors, hasBody, showsError }: AnsweredCall): LogOutcome {
  const codes = errors.map(({ code }) => code);
  if (status === 401 || status === 403 || codes.some((code) => UNAUTHORISED.test(code))) return 'unauthorised';
  if (status === 429 || codes.includes(THROTTLED)) return 'throttled';
  if (status === 408 || (status !== null && status >= 500)) return 'outage';
  if (CREATES_NONE.has(method)) return 'unclear';
  const objects = hasBody || codes.some((code) => code !== '');
  if (status === null) return objects ? 'refused' : 'unclear';
  if (status >= 400) return 'refused';
  // An error under a status of success: who wins is not ours to say.
  return status >= 200 && status < 300 && !NOT_YET.has(status) && !objects && !showsError ? 'accepted' : 'unclear';
}
