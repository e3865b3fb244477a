import { z } from 'zod';
import { plural } from './plural.ts';
import { STATUSES, STATUS_NAMES, type VarianceStatus } from './variance.ts';

/** Groups of kinds, in the order in which they are told. */
export const SELFTEST_FAMILIES = {
  agreeing: 'Agreeing, however it was keyed',
  quiet: 'Nothing to do',
  amount: 'Amounts',
  coding: 'Coding',
  entry: 'Entries',
  rejection: 'Rejections',
} as const;
export type SelftestFamily = keyof typeof SELFTEST_FAMILIES;

/** How often something was said, and how often rightly. */
export interface Measure {
  /** Of those planted of this kind, how many were told so. */
  right: number;
  /** How often the program said this of anything that was planted, and how often it was right. */
  said: number;
  saidRightly: number;
}

/** What became of one kind. */
export interface SelftestKindResult {
  kind: string;
  title: string;
  family: SelftestFamily;
  /** What the variance table should say; `none` where no row is due. */
  status: VarianceStatus | 'none';
  causes: string[];
  planted: number;
  /** Of these, how many are open in the table, under whatever name. */
  open: number;
  /** The right status. */
  detection: Measure;
  /** The right status, causes, POs and money. */
  attribution: Measure;
  /** What the table says instead of the right status, with how often; statuses of several rows joined by `+`. */
  shownAs: Record<string, number>;
}

/** A kind, or a part of one, that this project can't support. */
export interface LeftOutKind {
  kind: string;
  title: string;
  why: string;
}

/** What a self-test came to. */
export interface SelftestResult {
  programVersion: string;
  /** Hash of the configuration that was tested, as runs have it. */
  configuration: string;
  seed: number;
  /** As asked for. */
  reports: number;
  /** Digest of the run over the invented data. */
  digest: string;
  mistakes: { planted: number; open: number; detected: number; attributed: number };
  clean: { planted: number; quiet: number };
  /** Of what is no match, what is shown as one. */
  falseMatches: number;
  /** Of what is clean, what is shown as open. */
  falseAlarms: number;
  kinds: SelftestKindResult[];
  leftOut: LeftOutKind[];
}

/** A self-test as workbook and gate quote it: only one of the very configuration that is judged says anything. */
export interface SelftestQuote {
  onThisConfiguration: boolean;
  words: string;
}

/** Whether no mistake stays hidden and nothing clean is open: then a verdict may rest on what is open. */
export const selftestPassed = ({ mistakes, falseMatches, falseAlarms }: Pick<SelftestResult, 'mistakes' | 'falseMatches' | 'falseAlarms'>): boolean => mistakes.open === mistakes.planted && falseMatches === 0 && falseAlarms === 0;

/** A result in one sentence, as the workbook quotes it. */
export function selftestWords({ mistakes, falseMatches, falseAlarms, reports, seed }: Pick<SelftestResult, 'mistakes' | 'falseMatches' | 'falseAlarms' | 'reports' | 'seed'>): string {
  const { planted, open, detected } = mistakes;
  const otherwise = [...(open > detected ? [`${open - detected} open under another`] : []), ...(planted > open ? [`${planted - open} hidden`] : [])];
  return `${detected} of ${plural(planted, 'planted mistake')} found under ${planted === 1 ? 'its' : 'their'} right name${otherwise.map((part) => `, ${part}`).join('')}; ${plural(falseMatches, 'false match', 'false matches')}, ${plural(falseAlarms, 'false alarm')}; ${plural(reports, 'report')}, seed ${seed}`;
}

/** Whether rows with this status, or none, need nobody's attention. */
export const isQuiet = (status: VarianceStatus | 'none'): boolean => status === 'none' || !STATUSES[status].open;

/** A share of a whole in hundredths, cut and not rounded, so that only all of it is 100; null of nothing. */
export const hundredths = (part: number, whole: number): number | null => (whole === 0 ? null : Math.floor((part * 100) / whole));

/** Precision, recall and F1 in hundredths, each cut; null where nothing was said, or planted. */
export function figuresOf({ right, said, saidRightly }: Measure, planted: number): { precision: number | null; recall: number | null; f1: number | null } {
  const precision = hundredths(saidRightly, said);
  const recall = hundredths(right, planted);
  // F1 of two fractions a/b and c/d is 2ac / (ad + cb), in whole numbers.
  const parts = saidRightly * planted + right * said;
  return { precision, recall, f1: planted === 0 ? null : parts === 0 ? 0 : Math.floor((200 * saidRightly * right) / parts) };
}

const count = z.number().int().nonnegative();
const measure = z.strictObject({ right: count, said: count, saidRightly: count });
const text = z.string().max(1_000);

/** The file in which a result is kept, so that the workbook can quote it. */
export const selftestRecordSchema = z.strictObject({
  version: z.literal(1),
  programVersion: text,
  configuration: z.string().regex(/^[0-9a-f]{64}$/),
  seed: count,
  reports: count,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  mistakes: z.strictObject({ planted: count, open: count, detected: count, attributed: count }),
  clean: z.strictObject({ planted: count, quiet: count }),
  falseMatches: count,
  falseAlarms: count,
  kinds: z.array(z.strictObject({
    kind: text, title: text, family: z.enum(Object.keys(SELFTEST_FAMILIES) as [SelftestFamily, ...SelftestFamily[]]), status: z.enum([...STATUS_NAMES, 'none']), causes: z.array(text), planted: count, open: count,
    detection: measure, attribution: measure, shownAs: z.record(text, count),
  })),
  leftOut: z.array(z.strictObject({ kind: text, title: text, why: text })),
});
