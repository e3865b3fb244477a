import damerauLevenshtein from 'damerau-levenshtein';

/** How many slips of the keyboard lie between two texts: characters wrong, too few, too many, or two neighbours that changed places. Exact up to four. */
export const slips = (left: string, right: string): number => damerauLevenshtein(left, right).steps;
