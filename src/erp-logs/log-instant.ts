import { type Instant, type InstantProblem, type ZonedClock, parseInstant } from '../domain/calendar.ts';

/** `/Date(1780542000000)/` of OData V2: milliseconds UTC; an offset behind them says where it was, and moves nothing. */
const ODATA_DATE = /^\/Date\((\d{1,13})(?:[+-]\d{4})?\)\/$/;
/** Milliseconds since 1970 of the years 2001 to 2286. */
const EPOCH_MILLISECONDS = /^\d{13}$/;
/** `20260604010000`, as ABAP writes a time. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:[.,](\d{1,9}))?$/;
/** `05.06.2026 03:00:05`: with points the day comes first. */
const POINTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** Reads a time as logs write it (docs/diagnose.md). Those without offset are read in `zone`, else they are a problem. */
export function parseLogInstant(text: string, zone: ZonedClock | undefined): Instant | InstantProblem {
  const milliseconds = ODATA_DATE.exec(text)?.[1] ?? EPOCH_MILLISECONDS.exec(text)?.[0];
  if (milliseconds !== undefined) return Number(milliseconds);
  return parseInstant(isoOf(text) ?? text, zone);
}

/** A local time in one of the other forms as ISO 8601; undefined for anything else. */
function isoOf(text: string): string | undefined {
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, year, month, day, hour, minute, second, fraction] = compact;
    return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`;
  }
  const pointed = POINTED.exec(text);
  if (pointed === null) return undefined;
  const [, day, month, year, hour, minute, second = '00'] = pointed as unknown as string[];
  return `${year}-${twoDigits(month)}-${twoDigits(day)}T${twoDigits(hour)}:${minute}:${second}`;
}

const twoDigits = (text = ''): string => text.padStart(2, '0');
