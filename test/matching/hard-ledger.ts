import { Draw } from '../draw.ts';
import { Books, type KeyedParts } from './books.ts';

/** What should be paired: reports and POs, `EXP-1 + EXP-2 = PO-1`; each pair of one report and one PO counts. */
export interface HardLedger {
  books: Books;
  /** Pairs that the inputs can show, as `EXP-1 PO-1`. */
  pairs: Set<string>;
  /** Pairs that have nothing in common but an amount: nobody can tell, so they must stay alone. */
  unprovable: Set<string>;
}

const FIRST = ['Acme', 'Bluebird', 'Cedar', 'Delta', 'Evergreen', 'Falcon', 'Garden State', 'Harbor', 'Ironwood', 'Juniper', 'Kanto', 'Lakeside', 'Meridian', 'Northwind', 'Oakhurst', 'Pacific', 'Quarry', 'Riverbend', 'Summit', 'Tidewater'];
const TRADE = ['Janitorial Supply', 'Signage', 'Catering', 'Office Furniture', 'Packaging', 'Freight', 'Electrical Services', 'Printing', 'Security Systems', 'Landscaping'];
const FORMS = ['Inc', 'LLC', 'Co', 'Ltd', 'GmbH', ''];
const GOODS = ['mops', 'window banners', 'team lunch', 'desk chairs', 'mailing boxes', 'pallet delivery', 'rewiring', 'flyers', 'door sensors', 'hedge trimming', 'sample boards', 'till rolls'];
const STAFF = ['ines.moreau', 'tom.baker', 'yuki.sato', 'lena.vogt', 'omar.haddad', 'ruth.cole', 'ana.silva', 'piotr.zak'];

const money = (minor: number): string => (minor / 100).toFixed(2);

function slip(draw: Draw, text: string): string {
  const place = 1 + draw.below(Math.max(1, text.length - 2));
  switch (draw.below(3)) {
    case 0: return text.slice(0, place) + text.slice(place + 1);
    case 1: return text.slice(0, place) + (text[place + 1] ?? '') + (text[place] ?? '') + text.slice(place + 2);
    default: return `${text.slice(0, place)}${draw.of([...'aeiourstln'])}${text.slice(place + 1)}`;
  }
}

/** A vendor's name as a clerk writes it. */
function written(draw: Draw, name: string): string {
  const chance = draw.below(100);
  if (chance < 30) return name;
  const bare = name.replace(/ (Inc|LLC|Co|Ltd|GmbH)$/, '');
  if (chance < 45) return bare.toUpperCase();
  if (chance < 70) return slip(draw, bare);
  if (chance < 85) return bare.slice(0, Math.max(9, bare.length - 5));
  return bare.split(' ').map((word, place) => (place === 0 ? word : word.slice(0, 4))).join(' ');
}

/** Stands for a reference that is mistyped once all ids are known. */
const MISTYPED = 'mistyped';

/** An id with a slip in it that is no other report's: one that is can't be told from a reference to that one. */
function mistypedId(draw: Draw, id: string, known: ReadonlySet<string>): string {
  for (;;) {
    const text = slip(draw, id);
    if (!known.has(text)) return text;
  }
}

function digitsSwapped(draw: Draw, minor: number): number {
  const digits = String(minor);
  for (let tries = 0; tries < 20; tries++) {
    const place = draw.below(digits.length - 1);
    const swapped = Number(digits.slice(0, place) + digits[place + 1] + digits[place] + digits.slice(place + 2));
    if (swapped !== minor) return swapped;
  }
  return minor + 900;
}

/**
 * A thousand purchases that a shop keyed into a spreadsheet without vendor ids: names mistyped, cut off and abbreviated, vendors named in the memo
 * alone, references missing or mistyped, digits swapped, a card fee added, several reports keyed as one PO, one as several.
 */
export function hardLedger(seed: number, size = 1_000): HardLedger {
  const draw = new Draw(seed);
  const vendors: Record<string, string> = {};
  for (let number = 0; number < 80; number++) vendors[`V-${100 + number}`] = `${FIRST[number % FIRST.length]} ${TRADE[(number * 3 + Math.floor(number / FIRST.length)) % TRADE.length]} ${draw.of(FORMS)}`.trim();
  const ids = Object.keys(vendors);
  const books = new Books({ window: { from: '2026-06-01', to: '2026-06-28' }, matching: { fees: [{ percent: '2.9', amount: { USD: '0.30' } }] } }, vendors);
  const pairs = new Set<string>();
  const unprovable = new Set<string>();
  let report = 10_000;
  let order = 50_000;
  const reportIds: string[] = [];
  const keyed: { number: string; id: string; parts: KeyedParts }[] = [];
  const next = (): string => {
    reportIds.push(`EXP-${(report += 1 + draw.below(9))}`);
    return reportIds.at(-1) as string;
  };
  const nextOrder = (): string => `PO-${++order}`;
  const day = (): number => 1 + draw.below(20);
  const date = (of: number): string => `2026-06-${String(of).padStart(2, '0')}`;
  for (let count = 0; count < size; count++) {
    const vendor = draw.of(ids);
    const name = vendors[vendor] as string;
    const on = day();
    const goods = draw.of(GOODS);
    const employee = draw.of(STAFF);
    const account = draw.of(['6110', '6120', '6130', '6140']);
    const minor = draw.percent(12) ? draw.of([4_999, 12_500, 25_000, 99_900]) : 1_500 + draw.below(400_000);
    const kind = draw.below(100);
    const keyedOn = date(Math.min(28, on + draw.below(4)));
    const line = (amount: number): string => `${account}/D-10/L-0${10 + draw.below(1)} ${money(amount)}`;
    const parts = { vendor, date: date(on), lines: [line(minor)] };
    const about = { employee: `${employee}@shop.example`, name: `${goods} for the shop`, description: goods };
    const spelled = (): { vendor: string; vendorName: string; memo: string } => {
      if (draw.percent(10)) return { vendor: '', vendorName: '', memo: `${written(draw, name)}, ${goods}` };
      return { vendor: '', vendorName: written(draw, name), memo: draw.percent(40) ? goods : '' };
    };
    if (kind < 6) {
      // Several reports of one vendor keyed as one PO, in the order of the clerk's pile.
      const several = 2 + draw.below(3);
      const own: string[] = [];
      const lines: string[] = [];
      for (let part = 0; part < several; part++) {
        const id = next();
        const amount = 1_500 + draw.below(90_000);
        own.push(id);
        lines.push(line(amount));
        books.approved(id, { ...parts, date: date(Math.min(28, on + draw.below(2))), lines: [lines.at(-1) as string] }, about);
      }
      const number = nextOrder();
      books.keyed(number, { ...spelled(), date: keyedOn, lines });
      for (const id of own) pairs.add(`${id} ${number}`);
      continue;
    }
    const id = next();
    books.approved(id, parts, about);
    if (kind < 9) continue;
    if (kind < 13) {
      const first = Math.floor(minor / 3);
      for (const amount of [first, minor - first]) {
        const number = nextOrder();
        books.keyed(number, { ...spelled(), date: keyedOn, lines: [line(amount)] });
        pairs.add(`${id} ${number}`);
      }
      continue;
    }
    const number = nextOrder();
    if (kind < 15) {
      // Nothing in common but the amount.
      books.keyed(number, { vendor: '', vendorName: draw.of(['misc', 'petty cash', 'various', 'tbd']), date: keyedOn, lines: [line(minor)] });
      unprovable.add(`${id} ${number}`);
      continue;
    }
    pairs.add(`${id} ${number}`);
    const amount = kind < 21 ? digitsSwapped(draw, minor) : kind < 25 ? Math.round(minor * 1.029) + 30 : minor;
    const reference = kind < 50 ? '' : kind < 60 ? MISTYPED : kind < 80 ? id : '';
    keyed.push({ number, id, parts: { ...spelled(), date: keyedOn, lines: [line(amount)], reference } });
  }
  for (let count = 0; count < size * 0.03; count++) {
    const vendor = draw.of(ids);
    books.keyed(nextOrder(), { vendor: '', vendorName: written(draw, vendors[vendor] as string), date: date(day()), lines: [`6110/D-10/L-010 ${money(1_500 + draw.below(400_000))}`] });
  }
  const known = new Set(reportIds);
  for (const { number, id, parts } of keyed) books.keyed(number, parts.reference === MISTYPED ? { ...parts, reference: mistypedId(draw, id, known) } : parts);
  return { books, pairs, unprovable };
}
