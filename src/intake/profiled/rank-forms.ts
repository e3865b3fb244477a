import type { WantedColumn } from '../../domain/header-profile.ts';
import type { LedgerPart } from '../../domain/ledger-part.ts';
import { headerKey } from '../table.ts';
import { type Fit, type NamedProfile, bestFit, foundIn } from './fit.ts';
import type { RawHead, RawTable } from './raw-table.ts';

/** A table that could be meant, and one form that it is known in. */
export interface TableForm {
  table: string;
  format: string;
  columns: readonly WantedColumn[];
  named: NamedProfile;
  /** Where the file is one of several of a ledger: which, and the known forms of the others. */
  part?: { is: LedgerPart; beside: readonly { part: LedgerPart; form: string }[] };
  /** Whether `currency` beside the input stands in for a column of it. */
  takesCurrency: boolean;
  /** Names that no other table has together, where the form is to be told although it lacks what must be there. */
  marks?: readonly string[];
}

/** A form and how far the file is it. */
export interface RankedForm {
  form: TableForm;
  fit: Fit;
  /** Whether the file can be read by it. */
  fits: boolean;
}

/** A form that lacks the currency alone is told where this many columns, and this share of the file's, are its own. */
const LEAST_FOUND = 5;
const LEAST_SHARE = 0.25;
/** Fewer columns, of a greater number, may be there by chance: `Name`, `WERKS`. */
const CHANCE_FOUND = 3;
const CHANCE_SHARE = 1 / 3;

/**
 * All forms, the likeliest first: those by which the file can be read, of them the one with most columns, a whole ledger before one of its files; then the
 * others by the share of what they must have. Where several are equal the earlier one goes first. With `isSaid` somebody says which table it is, and nothing is chance.
 */
export function rankForms(raw: RawTable, forms: readonly TableForm[], isSaid: boolean): RankedForm[] {
  const ranked = forms.map((form): RankedForm => {
    const fit = bestFit(raw, form.columns, [form.named]);
    return { form, fit, fits: fitsFile(raw.heads[fit.head] as RawHead, form, fit, isSaid) };
  });
  const wholeLedger = ranked.some(({ form, fits }) => fits && form.table === 'ledger' && form.part === undefined);
  return ranked.map((each) => (each.form.part !== undefined && wholeLedger ? { ...each, fits: false } : each)).sort(isNearer);
}

function fitsFile({ names }: RawHead, form: TableForm, fit: Fit, isSaid: boolean): boolean {
  const found = foundIn(fit);
  const share = found / names.filter((name) => name.trim() !== '').length;
  if (fit.missing.length > 0) return lacksCurrencyAlone(form, fit) && found >= LEAST_FOUND && share >= LEAST_SHARE;
  return isSaid || found >= CHANCE_FOUND || share >= CHANCE_SHARE;
}

/** Whether all that must be there is, but for a currency that may be said beside the input. */
export const lacksCurrencyAlone = ({ takesCurrency }: TableForm, { missing }: Pick<Fit, 'missing'>): boolean => takesCurrency && missing.length === 1 && missing[0] === 'currency';

/** Whether a file names all that marks a form. */
export const bearsMarks = ({ marks }: TableForm, { names }: RawHead): boolean => marks?.every((mark) => names.some((name) => headerKey(name) === headerKey(mark))) === true;

function isNearer(left: RankedForm, right: RankedForm): number {
  if (left.fits !== right.fits) return left.fits ? -1 : 1;
  const lacking = ({ fit }: RankedForm): number => Object.keys(fit.named.profile.columns).length - foundIn(fit);
  if (left.fits) return foundIn(right.fit) - foundIn(left.fit) || lacking(left) - lacking(right);
  const score = ({ fit }: RankedForm): number => foundIn(fit) / (foundIn(fit) + 2 * fit.missing.length);
  return isByChance(left) - isByChance(right) || score(right) - score(left) || foundIn(right.fit) - foundIn(left.fit);
}

/** Whether nothing is missing and the form was refused all the same; such a one is the last to be named. */
const isByChance = ({ fit }: RankedForm): number => Number(fit.missing.length === 0);
