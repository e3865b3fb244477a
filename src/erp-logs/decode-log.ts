import { CannotRun } from '../domain/trouble.ts';
import { encodingOf } from '../intake/text-encoding.ts';

/** The text of a log from its bytes: UTF-8, or UTF-16 told by its mark or its zeros. Throws CannotRun for anything else. */
export function decodeLog(bytes: Buffer, shown: string): string {
  const { name, markBytes } = encodingOf(bytes.subarray(0, 4096));
  try {
    return new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(markBytes));
  } catch (cause) {
    throw new CannotRun('the file is no UTF-8 or UTF-16 text', { where: shown, remedy: 'Save it as UTF-8.', cause });
  }
}
