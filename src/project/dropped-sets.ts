import { basename } from 'node:path';
import { LEDGER_PARTS, type LedgerPart } from '../domain/ledger-part.ts';
import { type DroppedFile, fitsAny } from './dropped-files.ts';
import { wildText, withoutTimes } from './wild-text.ts';

/** The patterns of each file of an export; absent where the export has no such file. */
export type PartPatterns = Readonly<Partial<Record<LedgerPart, readonly string[]>>>;

/** The files of one export. */
export type DroppedSet = Partial<Record<LedgerPart, DroppedFile>>;

/** A file whose export is not whole. */
export interface WaitingPart {
  file: DroppedFile;
  why: string;
}

interface Part {
  file: DroppedFile;
  part: LedgerPart;
  text: string;
}

/**
 * Puts the files of exports together by their names: where the wildcards of the patterns stand for the same text, or, of what is left then, for the same text but for times of day.
 * Only where that leaves one file of each kind: nothing is guessed, and the others wait.
 */
export function droppedSets(folder: string, files: readonly DroppedFile[], patterns: PartPatterns): { sets: DroppedSet[]; waiting: WaitingPart[] } {
  const wanted = LEDGER_PARTS.filter((part) => patterns[part] !== undefined);
  const parts = files.flatMap((file) => partOf(folder, file, wanted, patterns) ?? []);
  const sameText = takeWhole(parts, wanted, ({ text }) => text);
  const sameDay = takeWhole(sameText.left, wanted, ({ text }) => withoutTimes(text));
  return { sets: [...sameText.sets, ...sameDay.sets], waiting: sameDay.left.map((part) => ({ file: part.file, why: whyWaiting(part, sameDay.left, wanted) })) };
}

function partOf(folder: string, file: DroppedFile, wanted: readonly LedgerPart[], patterns: PartPatterns): Part | undefined {
  for (const part of wanted) {
    const pattern = patterns[part]?.find((each) => fitsAny(folder, file.name, [each]));
    if (pattern !== undefined) return { file, part, text: wildText(basename(pattern), file.name) ?? file.name };
  }
  return undefined;
}

function takeWhole(parts: readonly Part[], wanted: readonly LedgerPart[], keyOf: (part: Part) => string): { sets: DroppedSet[]; left: Part[] } {
  const groups = Map.groupBy(parts, keyOf);
  const whole = [...groups.values()].filter((group) => group.length === wanted.length && wanted.every((part) => group.some((each) => each.part === part)));
  const taken = new Set(whole.flat());
  return { sets: whole.map((group) => Object.fromEntries(group.map(({ part, file }) => [part, file]))), left: parts.filter((part) => !taken.has(part)) };
}

function whyWaiting({ text, part }: Part, left: readonly Part[], wanted: readonly LedgerPart[]): string {
  const beside = left.filter((each) => withoutTimes(each.text) === withoutTimes(text)).map((each) => each.part);
  const missing = wanted.filter((each) => !beside.includes(each));
  return missing.length > 0 ? `its export lacks the file of ${missing.join(' and ')}` : `which ${wanted.filter((each) => each !== part).join(' and ')} it belongs to is not clear from the names`;
}
