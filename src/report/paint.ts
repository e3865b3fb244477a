import { STATUSES, type VarianceStatus } from '../domain/variance.ts';

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'bold' | 'dim';

/** Colours a text, or leaves it alone where there is no terminal. */
export type Paint = (colour: Colour, text: string) => string;

export const PLAIN: Paint = (_, text) => text;

/** Red for what is open, yellow for what waits, green for what agrees. */
export function statusPaint(paint: Paint, status: VarianceStatus, text: string): string {
  if (STATUSES[status].open) return paint('red', text);
  return paint(status === 'match' || status === 'match_within_tolerance' ? 'green' : 'yellow', text);
}
