import { CannotRun } from '../domain/trouble.ts';

/** The head of --expect, in lower case; undefined where it was not given. Throws CannotRun for anything but 64 hexadecimal digits. */
export function expectedHead(given: string | undefined): string | undefined {
  const expect = given?.trim().toLowerCase();
  if (expect !== undefined && !/^[0-9a-f]{64}$/.test(expect)) throw new CannotRun(`--expect ${given} is not a head of 64 hexadecimal digits`, { remedy: 'Take it whole from the Decision sheet, or from po-shadow audit.' });
  return expect;
}
