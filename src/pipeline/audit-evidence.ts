import { lstatSync } from 'node:fs';
import type { AuditCheck } from '../domain/audit-report.ts';
import { plural } from '../domain/plural.ts';
import { hashFile } from '../store/evidence.ts';
import type { AuditedActs } from './audit-acts.ts';
import type { Workplace } from './workplace.ts';

/** A file that must be kept, and by what names people know it. */
interface Kept {
  sha256: string;
  bytes: number;
  shown: Set<string>;
}

/** What came of looking at the evidence. */
export interface EvidenceChecked {
  check: AuditCheck;
  /** The hashes of the files that are what was imported. */
  whole: ReadonlySet<string>;
}

/** Looks whether every file that was imported, or attached to an attestation, is kept byte for byte. */
export async function auditEvidence(workplace: Workplace, { attached }: AuditedActs): Promise<EvidenceChecked> {
  const { evidence, progress } = workplace;
  const kept = await keptFiles(workplace);
  for (const { name, sha256, bytes } of attached) {
    const same = kept.get(sha256);
    if (same === undefined) kept.set(sha256, { sha256, bytes, shown: new Set([name]) });
    else same.shown.add(name);
  }
  const problems: string[] = [];
  const whole = new Set<string>();
  progress.start('reading the evidence', [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0));
  for (const file of kept.values()) {
    const problem = problemOf(evidence.pathOf(file.sha256), file);
    progress.advance(file.bytes);
    if (problem === undefined) whole.add(file.sha256);
    else problems.push(`${namesOf(file)}: ${problem}`);
  }
  progress.done();
  const known = new Set([...kept.keys()].map(placeOf));
  const notes = evidence.contents().map((path) => `evidence/${path}`).filter((path) => !known.has(path)).map((path) => `${path} was never imported`);
  return { check: { name: 'evidence', checked: kept.size, what: `${plural(kept.size, 'file')} against size and SHA-256`, problems, notes }, whole };
}

const placeOf = (sha256: string): string => `evidence/${sha256.slice(0, 2)}/${sha256}`;

const namesOf = ({ sha256, shown }: Kept): string => `${shown.size === 0 ? 'a file that no import names' : [...shown].join(', ')} (${placeOf(sha256)})`;

async function keptFiles({ database }: Workplace): Promise<Map<string, Kept>> {
  const rows = await database.query.selectFrom('evidence_file').leftJoin('import_file', 'import_file.evidence_id', 'evidence_file.id').select(['sha256', 'bytes', 'shown']).orderBy('evidence_file.id').orderBy('import_file.id').execute();
  const kept = new Map<string, Kept>();
  for (const { sha256, bytes, shown } of rows) {
    const file = kept.get(sha256) ?? { sha256, bytes, shown: new Set<string>() };
    if (shown !== null) file.shown.add(shown);
    kept.set(sha256, file);
  }
  return kept;
}

/** What is wrong with a kept file; undefined where it is what it was. */
function problemOf(path: string, { sha256, bytes }: Kept): string | undefined {
  // A name that is no hash may lead anywhere.
  if (!/^[0-9a-f]{64}$/.test(sha256)) return 'its hash in the database is none';
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return 'the kept file is gone';
  if (!status.isFile()) return 'what is kept under its hash is no regular file';
  if (status.size !== bytes) return `the kept file has ${status.size.toLocaleString('en-US')} bytes instead of ${bytes.toLocaleString('en-US')}`;
  const now = hashFile(path).sha256;
  return now === sha256 ? undefined : `the kept file was changed: its SHA-256 is ${now} now`;
}
