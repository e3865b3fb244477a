import anyAscii from 'any-ascii';
import { companyName } from '../../domain/company-name.ts';

/** A company's name as it is compared: its words without legal form, transliterated to ASCII. */
export interface NameWords {
  words: readonly string[];
  /** The words as one: names are written together and apart. */
  joined: string;
}

const ASCII = /^[\x00-\x7f]*$/;
/** What stands beside a name on a receipt or a bank's line, and is no part of it. */
const DOCUMENT_NUMBER = /^[0-9]{4,}$/;
/** Words that say nothing. */
const FILLERS = new Set(['the', 'and', 'of', 'de', 'la', 'und', 'et']);

/** The words of a name; none where it has no letters or digits. */
export function nameWords(name: string): NameWords {
  const { bare } = companyName(name);
  const plain = ASCII.test(bare) ? bare : anyAscii(bare).toLowerCase();
  const all = plain.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const telling = all.filter((word) => !FILLERS.has(word) && !DOCUMENT_NUMBER.test(word));
  const words = telling.length === 0 ? all : telling;
  return { words, joined: words.join('') };
}
