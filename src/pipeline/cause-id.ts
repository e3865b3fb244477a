import { hash } from 'node:crypto';

const HEX_DIGITS = 10;

/** The id of a root cause: the same for the same need, on every machine and in every run. */
export const causeId = (key: string): string => `C${hash('sha256', key).slice(0, HEX_DIGITS)}`;

/** Whether a text is such an id, rather than the name of a cause. */
export const isCauseId = (text: string): boolean => /^C[0-9a-f]{10}$/.test(text);
