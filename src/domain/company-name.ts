import { fold } from './text.ts';

/** Legal forms as written at the end of a name, each with the one it abbreviates. */
const LEGAL_FORMS = new Map([
  ['inc', 'inc'], ['incorporated', 'inc'], ['corp', 'corp'], ['corporation', 'corp'], ['co', 'co'], ['company', 'co'], ['ltd', 'ltd'], ['limited', 'ltd'],
  ...['llc', 'llp', 'plc', 'pty', 'gmbh', 'ag', 'kg', 'sa', 'sas', 'sarl', 'bv', 'nv', 'srl', 'spa', 'sl', 'sro', 'doo', 'kft', 'ltda', 'oy', 'oyj', 'ab', 'as', 'asa', 'aps', 'kk', 'pte', 'pvt'].map((form): [string, string] => [form, form]),
]);

/** A company's name in two parts: what it is called, and the legal forms that end it; both folded, words parted by single spaces. */
export interface CompanyName {
  bare: string;
  forms: string;
}

/** Parts a company's name. A name that is nothing but a legal form stays as it is. */
export function companyName(name: string): CompanyName {
  const words = fold(name).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const forms: string[] = [];
  for (let last = words.at(-1); words.length > 1 && last !== undefined && LEGAL_FORMS.has(last); last = words.at(-1)) forms.unshift(LEGAL_FORMS.get(words.pop() as string) as string);
  return { bare: words.join(' '), forms: forms.join(' ') };
}

/** A company's name without punctuation and legal form, for comparing names; '' where nothing is left. */
export function bareName(name: string): string {
  let bare = BARE.get(name);
  if (bare === undefined) {
    ({ bare } = companyName(name));
    if (BARE.size < MOST_REMEMBERED) BARE.set(name, bare);
  }
  return bare;
}

/** Names repeat over a whole ledger. */
const BARE = new Map<string, string>();
const MOST_REMEMBERED = 200_000;
