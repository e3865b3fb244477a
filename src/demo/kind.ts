import type { Fortnight } from './fortnight.ts';

export type Play = (fortnight: Fortnight, kind: string) => void;

/** One thing that may happen: how often in a thousand reports, and how many reports it takes. */
export interface Kind {
  name: string;
  perMille: number;
  reports: 0 | 1 | 2;
  play: Play;
}
