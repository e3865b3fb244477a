/** Why a row, line or document went to quarantine; positions are added by whoever knows them. */
export interface RowProblem {
  field: string;
  value: string;
  reason: string;
}

/** Thrown by decoders for one document; caught by the import, which quarantines the document and goes on. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly problem: RowProblem;

  constructor(field: string, value: unknown, reason: string) {
    super(`${field}: ${reason}`);
    this.problem = { field, value: typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)), reason };
  }
}
