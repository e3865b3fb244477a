import { jaroWinkler } from '@skyra/jaro-winkler';
import { slips } from '../slips.ts';

/** Shortest word of which another may be a mistyped form, and shortest beginning that stands for a word. */
const LEAST_MISTYPED = 4;
const LEAST_BEGINNING = 3;
/** From which Jaro–Winkler similarity on two words are one mistyped. */
const LEAST_SIMILARITY = 0.9;
const BEGINNING = 0.9;
const SHORTENED = 0.85;

/** Words that business names abbreviate otherwise than by cutting them off, and the beginnings of what they stand for. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  mfg: 'manufactur', svc: 'service', svcs: 'service', intl: 'international', natl: 'national', mgmt: 'management', mgt: 'management', mkt: 'market', mktg: 'marketing',
  bldg: 'building', bros: 'brothers', grp: 'group', ctr: 'center', cntr: 'center', dept: 'department', pkg: 'packag', rlty: 'realty', whse: 'warehouse', whsl: 'wholesale',
  hdwe: 'hardware', hdwr: 'hardware', frt: 'freight', trk: 'truck', elec: 'electric', eqpt: 'equipment', st: 'street', hwy: 'highway', amer: 'america', dist: 'distribut', assoc: 'associat', ofc: 'office',
};

const hasDigit = (word: string): boolean => /[0-9]/.test(word);

/** How far one word of a name stands for another: 1 where they are the same, 0 where they have nothing to do with each other. */
export function wordLikeness(left: string, right: string): number {
  if (left === right) return 1;
  // A number is right or wrong: store 12 is not store 13.
  if (hasDigit(left) || hasDigit(right)) return 0;
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (shorter.length >= LEAST_BEGINNING && longer.startsWith(shorter)) return BEGINNING;
  const meant = ABBREVIATIONS[shorter];
  if (meant !== undefined && longer.startsWith(meant)) return BEGINNING;
  if (isShortened(shorter, longer)) return SHORTENED;
  if (shorter.length < LEAST_MISTYPED) return 0;
  const similarity = jaroWinkler(left, right);
  return similarity >= LEAST_SIMILARITY && slips(left, right) <= Math.max(1, Math.floor(shorter.length / 4)) ? similarity : 0;
}

/** Whether a word is what is left of another when its vowels are left out: `grdn` of `garden`. */
function isShortened(shorter: string, longer: string): boolean {
  if (shorter.length < LEAST_BEGINNING || /[aeiou]/.test(shorter.slice(1))) return false;
  return shorter[0] === longer[0] && shorter.slice(1) === longer.slice(1).replace(/[aeiou]/g, '');
}
