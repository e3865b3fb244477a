/** Columns of a table that nobody reads. */
export interface UnreadColumns {
  /** As the file writes them, in its order, each once. */
  names: string[];
  /** The known columns of a table that the file does not have; none of JSON events, whose keys nobody must have. */
  lacking: string[];
}

/** Words by which a column says whether a line still counts. */
const STATE_WORDS: ReadonlySet<string> = new Set(['status', 'state', 'cancel', 'cancelled', 'canceled', 'cancellation', 'void', 'voided', 'deleted', 'deletion', 'closed']);

/** The words of a column's name, in small letters: `LineState` and `po_state` have two, `POStatus` too. */
const wordsOf = (name: string): string[] => name.normalize('NFKC').replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2').toLowerCase().split(/[^\p{L}]+/u);

/** Columns of a ledger that seem to say which lines are cancelled while no column `status` does; [] where one does. Each line then counts as open, whatever they say. */
export const hiddenStatus = ({ names, lacking }: UnreadColumns): string[] => (lacking.includes('status') ? names.filter((name) => wordsOf(name).some((word) => STATE_WORDS.has(word))) : []);
