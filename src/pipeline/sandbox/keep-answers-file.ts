import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import type { SandboxCall } from '../../domain/sandbox.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { decodeLog } from '../../erp-logs/decode-log.ts';
import { maskText } from '../../erp-logs/mask-log.ts';
import { isFilledIn, waitsForNumber } from '../../sandbox/calls.ts';
import { copyOfRun } from '../../sandbox/newman-run.ts';
import { DOCUMENT_BYTES } from '../../sandbox/read-answers.ts';
import { type EvidenceStore, type FileHash, hashBytes } from '../../store/evidence.ts';
import { sha256 } from '../sha256.ts';

/** A file of answers as it is kept: the hash of the original, and of what lies under evidence/. */
export interface KeptAnswers {
  original: FileHash;
  /** Of the copy; the same where the original itself is kept. */
  kept: FileHash;
}

/** Keeps a file of answers as evidence: the original, or of a run report of Newman a copy without its secrets. Throws CannotRun. */
export function keepAnswersFile(evidence: EvidenceStore, { path, name, shown }: { path: string; name: string; shown: string }, calls: readonly SandboxCall[]): KeptAnswers {
  if (extname(name).toLowerCase() !== '.json') {
    const kept = evidence.keep(path);
    return { original: kept, kept };
  }
  if (statSync(path).size > DOCUMENT_BYTES) throw new CannotRun(`the file is larger than ${DOCUMENT_BYTES} bytes`, { where: shown, remedy: 'Split it into smaller files.' });
  // Read once: what is hashed, masked and kept are the same bytes.
  const bytes = readFileSync(path);
  const original = hashBytes(bytes);
  const copy = copyOfRun(parsed(decodeLog(bytes, shown)), { sha256, mask: maskText, isCall: callTest(calls) });
  return { original, kept: evidence.keepBytes(copy === undefined ? bytes : Buffer.from(copy, 'utf8')) };
}

/** What is no JSON is no run report either; reading it tells why. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tells whether a body that was sent is that of an exported call, which holds no secret, to the letter or with the number of its PO filled in. */
function callTest(calls: readonly SandboxCall[]): (body: string) => boolean {
  const bodies = new Set(calls.map(({ body }) => body));
  const waiting = [...bodies].filter((body) => body !== null && waitsForNumber(body)) as string[];
  return (sent) => bodies.has(sent) || waiting.some((body) => isFilledIn(body, sent));
}
