/** How the quotes of one line of a delimited file stand at its end. */
export interface QuoteState {
  /** `open`: a quoted cell goes on in the next line; `damaged`: text follows a closing quote. */
  state: 'closed' | 'open' | 'damaged';
  /** Where the cell begins that is open or damaged; what stands before it is sound. */
  cellStart: number;
}

/**
 * Follows the quotes of a line (RFC 4180): a quote opens only at the start of a cell, is doubled inside, and closes at the cell's
 * end; in a cell without quotes around it a quote is a character like any other, as spreadsheets read it. `inside` says that the
 * line begins within a quoted cell.
 */
export function followQuotes(text: string, delimiter: string, inside: boolean): QuoteState {
  let at = 0;
  let cellStart = 0;
  let quoted = inside;
  for (;;) {
    if (!quoted && text[at] === '"') {
      quoted = true;
      at++;
    }
    if (quoted) {
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) return { state: 'open', cellStart };
        at = quote + 1;
        if (text[at] !== '"') break;
        at++;
      }
      if (at >= text.length) return { state: 'closed', cellStart };
      if (!text.startsWith(delimiter, at)) return { state: 'damaged', cellStart };
    } else {
      at = text.indexOf(delimiter, at);
      if (at < 0) return { state: 'closed', cellStart };
    }
    at += delimiter.length;
    cellStart = at;
    quoted = false;
  }
}

/** The cells of a line whose quotes are closed: those in quotes without them, doubled ones as one. */
export function quotedCells(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const end = text.indexOf(delimiter, at);
      cells.push(end < 0 ? text.slice(at) : text.slice(at, end));
      at = end < 0 ? text.length : end;
    }
    if (at >= text.length) return cells;
    at += delimiter.length;
  }
}

/** Where the quote stands that closes a cell; the text's end where none does. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at;
}
