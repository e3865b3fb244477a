import fc from 'fast-check';
import { Books, type KeyedParts, type LineText, type OrderParts } from '../matching/books.ts';

// Few values of everything, so that amounts, vendors, codes and days meet by chance far more often than in any real ledger.
const vendor = fc.constantFrom('V-1', 'V-2', 'V-3');
const day = fc.integer({ min: 1, max: 12 }).map((date) => `2026-06-${String(date).padStart(2, '0')}`);
const code = fc.constantFrom('6110/D-10/L-012', '6120/D-10/L-012', '6110/D-11/L-003');
const cents = fc.constantFrom(1_000, 1_000, 2_500, 4_000, 6_000, 10_000, 10_900, 19_000, 100_000);
const decimal = (minor: number): string => `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;
const line = fc.tuple(code, cents).map(([codes, minor]): LineText => `${codes} ${decimal(minor)}`);
const lines = fc.array(line, { minLength: 1, maxLength: 3 });

type Entry = { kind: 'approved'; orders: OrderParts[] } | { kind: 'rejected' | 'pending' | 'withdrawn'; amount: string; vendors: string[]; date: string; lines?: LineText[] };

const order = fc.record({ vendor, date: day, lines });
// Two POs of one report are two vendors' or, as with one PO a line, of one vendor.
const approved = fc.array(order, { minLength: 1, maxLength: 2 }).map((orders): Entry => ({ kind: 'approved', orders: orders.map((each, place) => ({ ...each, key: String(place + 1), date: orders[0]?.date ?? each.date })) }));
const unordered = fc.tuple(fc.constantFrom('rejected' as const, 'pending' as const, 'withdrawn' as const), cents, vendor, day, lines, fc.boolean()).map(([kind, minor, one, date, coded, known]): Entry => ({
  kind, date, vendors: [one], amount: decimal(minor), ...(known ? { lines: coded } : {}),
}));
const reports = fc.array(fc.oneof({ weight: 4, arbitrary: approved }, { weight: 1, arbitrary: unordered }), { minLength: 1, maxLength: 7 });

/** What a PO names: nothing, something unknown, one report or several of them, by place. */
const reference = fc.oneof(
  { weight: 3, arbitrary: fc.constant<number[]>([]) }, { weight: 4, arbitrary: fc.integer({ min: 0, max: 6 }).map((place) => [place]) }, { weight: 1, arbitrary: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 3 }) },
);
const keyed = fc.record({ vendor, date: day, lines, names: reference, inMemo: fc.boolean() });

/** Reports and POs, in writing. */
export interface Account {
  reports: Entry[];
  keyed: { vendor: string; date: string; lines: LineText[]; names: number[]; inMemo: boolean }[];
}

export const account: fc.Arbitrary<Account> = fc.record({ reports, keyed: fc.array(keyed, { maxLength: 8 }) });

/** Accounts in which most POs were keyed as approved, and say so: what an orderly ledger is like, with disorder in between. */
export const orderlyAccount: fc.Arbitrary<Account> = fc.tuple(account, fc.infiniteStream(fc.integer({ min: 0, max: 3 }))).map(([each, chances]) => {
  const chance = (): number => chances.next().value as number;
  const careful = each.reports.flatMap((entry, place) => {
    const [only, ...others] = entry.kind === 'approved' ? entry.orders : [];
    if (only === undefined || others.length > 0 || chance() === 0) return [];
    return [{ vendor: only.vendor ?? 'V-1', date: only.date ?? '2026-06-03', lines: only.lines ?? [], names: [place], inMemo: chance() === 0 }];
  });
  return { ...each, keyed: [...careful, ...each.keyed.filter(() => chance() === 0)] };
});

export const reportId = (place: number): string => `EXP-${900 + place * 95}`;
export const poNumber = (place: number): string => `PO-${70_000 + place}`;

/** The books of an account, entered in this order of places; without one, as they come. `entities` are the legal entities, by place. */
export function booksOf({ reports: entries, keyed: pos }: Account, settings: Record<string, unknown> = {}, order: { reports?: number[]; keyed?: number[] } = {}, entities: { reports?: string[]; keyed?: string[] } = {}): Books {
  const books = new Books(settings);
  for (const place of order.reports ?? entries.keys()) {
    const entry = entries[place] as Entry;
    const entity = entities.reports?.[place] ?? '';
    if (entry.kind === 'approved') books.approved(reportId(place), entry.orders, { entity });
    else books[entry.kind](reportId(place), { ...entry, entity });
  }
  for (const place of order.keyed ?? pos.keys()) {
    const { names, inMemo, ...parts } = pos[place] as Account['keyed'][number];
    const text = names.map(reportId).join(', ');
    books.keyed(poNumber(place), { ...parts, entity: entities.keyed?.[place] ?? '', ...(inMemo ? { memo: text } : { reference: text }) } satisfies KeyedParts);
  }
  return books;
}

/** A shuffled order of so many places. */
export const shuffled = (length: number): fc.Arbitrary<number[]> => fc.shuffledSubarray([...Array(length).keys()], { minLength: length, maxLength: length });
