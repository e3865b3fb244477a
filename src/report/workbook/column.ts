import type { Content } from './content.ts';
import type { Look } from './look.ts';

/** A column of a table: its heading, its width in characters, and what it says of each thing that has a row. */
export interface Column<Fact> {
  name: string;
  width: number;
  of(fact: Fact): Content;
  look?: (fact: Fact) => Look;
  wrap?: boolean;
  /** People fill it in. */
  input?: boolean;
}
