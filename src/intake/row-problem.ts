/** Why a row, line or document went to quarantine; positions are added by whoever knows them. */
export interface RowProblem {
  field: string;
  value: string;
  reason: string;
}

const EXCERPT_CHARACTERS = 2_000;

/** The beginning of a text that may be a line of megabytes: as much as the quarantine keeps, in a copy that does not keep the rest. */
export function excerpt(text: string): string {
  return text.length <= EXCERPT_CHARACTERS ? text : `${Buffer.from(text.slice(0, EXCERPT_CHARACTERS)).toString()}…`;
}

/** Thrown by decoders for one document; caught by the import, which quarantines the document and goes on. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly problem: RowProblem;

  constructor(field: string, value: unknown, reason: string) {
    super(`${field}: ${reason}`);
    this.problem = { field, value: excerpt(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))), reason };
  }
}

/** The same where the row is known that is wrong in a document of several; the document is quarantined whole. */
export class UnreadableRow extends Unreadable {
  readonly line: number;

  constructor(line: number, { field, value, reason }: RowProblem) {
    super(field, value, reason);
    this.line = line;
  }
}

/** Runs `read`; what is wrong is then wrong with the row at `line`. */
export function atLine<T>(line: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable && !(error instanceof UnreadableRow)) throw new UnreadableRow(line, error.problem);
    throw error;
  }
}
