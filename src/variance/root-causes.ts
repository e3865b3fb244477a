import { minorOf } from '../domain/money.ts';
import { MoneySums } from '../domain/money-sums.ts';
import type { RootCause, RootCauseFacts, UsedMappingRow } from '../domain/root-cause.ts';
import { compareText } from '../domain/text.ts';
import { NOTHING_UNREAD, type Unread } from '../domain/unread.ts';
import { type VarianceRow, isOpen } from '../domain/variance.ts';
import { inWords } from './cause-words.ts';
import { type Need, needsOf } from './needs.ts';

/** Gives a root cause's key its id: the same for the same key, on every machine. */
export type CauseId = (key: string) => string;

/** Most root causes that are listed one by one. */
const MOST_LISTED = 300;
/** Most that are told apart while rows are counted; a record with more has no few actions. */
const MOST_TOLD_APART = 20_000;
const EXAMPLES = 5;
const CLERKS = 5;
const WAYS = 20;
const NO_OTHERS: readonly never[] = [];
/** Sorts behind every date. */
const LAST = '\uffff';

/** Counts of a text, those of most first. */
const mostFirst = (counts: ReadonlyMap<string, number>): [string, number][] => [...counts].sort(([a, left], [b, right]) => right - left || compareText(a, b));

/** Open rows that need the same. */
class Group {
  readonly need: Pick<Need, 'generalKey' | 'status' | 'cause' | 'dryRun' | 'manual'>;
  readonly sums = new MoneySums();
  readonly #alone = new MoneySums();
  readonly #clerks = new Map<string, number>();
  readonly #also = new Map<string, number>();
  readonly #refused = new Map<string, RootCauseFacts['refused'][number]>();
  readonly #sharedOrders = new Set<string>();
  /** Where its rows stand among all rows of the run, as many as are kept. */
  readonly places: number[] = [];
  #examples: { date: string; id: string }[] = [];
  #rows = 0;
  #aloneRows = 0;
  #transactions = 0;
  #manualOrders = 0;
  #lastTransaction: string | null = null;

  constructor(need: Group['need']) {
    this.need = need;
  }

  add(row: VarianceRow, { refused }: Need, others: readonly string[]): void {
    this.#rows++;
    const minor = minorOf(row.atStake, row.currency);
    this.sums.add(row.currency, minor);
    if (others.length === 0) {
      this.#aloneRows++;
      this.#alone.add(row.currency, minor);
    }
    for (const other of others) this.#also.set(other, (this.#also.get(other) ?? 0) + 1);
    for (const clerk of row.manual.enteredBy) this.#clerks.set(clerk, (this.#clerks.get(clerk) ?? 0) + 1);
    if (refused !== null) this.#addRefused(refused);
    this.#countDocuments(row);
  }

  /** The rows of one transaction follow one another. */
  #countDocuments({ transactionId, date, manual, match }: VarianceRow): void {
    const isNew = transactionId === null || transactionId !== this.#lastTransaction;
    this.#lastTransaction = transactionId;
    if (transactionId !== null && isNew) this.#transactions++;
    // The two rows of one PO in the wrong legal entity have it together.
    if (match.counterpart !== undefined) this.#sharedOrders.add(transactionId === null ? (manual.poNumbers[0] as string) : match.counterpart.id);
    else if (match.group === null) this.#manualOrders += manual.poNumbers.length;
    else for (const number of manual.poNumbers) this.#sharedOrders.add(number);
    if (isNew) this.#addExample({ date: date ?? LAST, id: transactionId ?? manual.poNumbers[0] ?? '' });
  }

  #addExample(example: { date: string; id: string }): void {
    const inOrder = (left: typeof example, right: typeof example): number => compareText(left.date, right.date) || compareText(left.id, right.id);
    if (this.#examples.length === EXAMPLES && inOrder(this.#examples[EXAMPLES - 1] as typeof example, example) <= 0) return;
    this.#examples = [...this.#examples, example].sort(inOrder).slice(0, EXAMPLES);
  }

  #addRefused(refused: NonNullable<Need['refused']>, rows = 1): void {
    const key = `${refused.from ?? ''}\u0000${refused.nearest?.id ?? ''}\u0000${refused.nearest?.why ?? ''}`;
    const known = this.#refused.get(key);
    if (known === undefined) {
      if (this.#refused.size < WAYS) this.#refused.set(key, { ...refused, rows });
      return;
    }
    known.rows += rows;
    // A further value of a report does not say where its mapping row stands.
    if (known.at === '' || (refused.at !== '' && refused.at < known.at)) known.at = refused.at;
  }

  /** Takes the rows of another group: then neither has values that both share. */
  absorb(other: Group): void {
    this.#rows += other.#rows;
    this.#aloneRows += other.#aloneRows;
    this.#transactions += other.#transactions;
    this.#manualOrders += other.#manualOrders;
    for (const [own, others] of [[this.sums, other.sums], [this.#alone, other.#alone]] as const) for (const currency of others.currencies) own.add(currency, others.of(currency));
    for (const [own, others] of [[this.#clerks, other.#clerks], [this.#also, other.#also]] as const) for (const [key, count] of others) own.set(key, (own.get(key) ?? 0) + count);
    for (const number of other.#sharedOrders) this.#sharedOrders.add(number);
    for (const example of other.#examples) this.#addExample(example);
  }

  /** `listedId` gives the id under which a need is listed. */
  facts(id: string, listedId: (key: string) => string): RootCauseFacts {
    const { status, cause, dryRun, manual } = this.need;
    const also = new Map<string, number>();
    for (const [key, rows] of this.#also) if (listedId(key) !== id) also.set(listedId(key), (also.get(listedId(key)) ?? 0) + rows);
    return {
      id, status, cause, values: { dryRun, manual }, rows: this.#rows, transactions: this.#transactions, manualOrders: this.#manualOrders + this.#sharedOrders.size,
      atStake: this.sums.plain(), alone: { rows: this.#aloneRows, atStake: this.#alone.plain() },
      also: mostFirst(also).map(([other, rows]) => ({ id: other, rows })),
      refused: [...this.#refused.values()].sort((left, right) => right.rows - left.rows || compareText(left.from ?? '', right.from ?? '') || compareText(left.nearest?.id ?? '', right.nearest?.id ?? '')),
      mapping: [], enteredBy: mostFirst(this.#clerks).slice(0, CLERKS).map(([name, rows]) => ({ name, rows })),
      examples: this.#examples.map(({ id: example }) => example),
    };
  }
}

/**
 * Open rows grouped by what would fix them, ranked by the money that waits for it: the currency of most open rows leads, since amounts
 * of different currencies are never ranked against each other, and the next ones break ties.
 */
export class RootCauseTally {
  readonly #idOf: CauseId;
  readonly #unread: Unread;
  readonly #groups = new Map<string, Group>();
  readonly #currencyRows = new Map<string, number>();
  readonly #mostPlaces: number;

  /** `unread`: what of the record could not be read, which POs that seem to be missing may be among. `mostPlaces`: of how many rows of each the places are kept. */
  constructor(idOf: CauseId, unread: Unread = NOTHING_UNREAD, mostPlaces = 0) {
    this.#idOf = idOf;
    this.#unread = unread;
    this.#mostPlaces = mostPlaces;
  }

  /** Adds a row, which counts where it is open; the rows of one transaction follow one another. `place` is where it stands among all rows. */
  add(row: VarianceRow, place = 0): void {
    if (!isOpen(row)) return;
    this.#currencyRows.set(row.currency, (this.#currencyRows.get(row.currency) ?? 0) + 1);
    const needs = needsOf(row);
    for (const need of needs) {
      const group = this.#groupOf(need);
      group.add(row, need, needs.length === 1 ? NO_OTHERS : needs.filter((other) => other !== need).map(({ key }) => key));
      if (group.places.length < this.#mostPlaces) group.places.push(place);
    }
  }

  /** The places of the rows of some root causes, in their order; of one with more rows than are kept, only the first. */
  placesOf(ids: ReadonlySet<string>): number[] {
    const places = new Set<number>();
    if (ids.size > 0) for (const [key, group] of this.#groups) if (ids.has(this.#idOf(key))) for (const place of group.places) places.add(place);
    return [...places].sort((left, right) => left - right);
  }

  #groupOf(need: Need): Group {
    const known = this.#groups.get(need.key) ?? (this.#groups.size < MOST_TOLD_APART ? undefined : this.#groups.get(need.generalKey));
    if (known !== undefined) return known;
    const isGeneral = this.#groups.size >= MOST_TOLD_APART;
    const group = new Group(isGeneral ? { ...need, dryRun: [], manual: [] } : need);
    this.#groups.set(isGeneral ? need.generalKey : need.key, group);
    return group;
  }

  /** What was counted, in words; `mappingOf` gives the mapping rows that a root cause's rows used, where they are known. */
  result(mappingOf?: (id: string) => UsedMappingRow[]): RootCause[] {
    return this.facts(mappingOf).map((facts) => inWords(facts, this.#unread));
  }

  /** What was counted. */
  facts(mappingOf: (id: string) => UsedMappingRow[] = () => []): RootCauseFacts[] {
    const currencies = mostFirst(this.#currencyRows).map(([currency]) => currency);
    const ranked = rankedGroups(this.#groups, currencies);
    const listed = new Map(ranked.slice(0, MOST_LISTED));
    for (const [, group] of ranked.slice(MOST_LISTED)) {
      const { generalKey, status, cause } = group.need;
      let general = listed.get(generalKey);
      if (general === undefined) listed.set(generalKey, (general = new Group({ generalKey, status, cause, dryRun: [], manual: [] })));
      general.absorb(group);
    }
    const listedId = (key: string): string => this.#idOf(listed.has(key) ? key : (this.#groups.get(key)?.need.generalKey ?? generalOf(key)));
    return rankedGroups(listed, currencies).map(([key, group]) => {
      const id = this.#idOf(key);
      return { ...group.facts(id, listedId), mapping: mappingOf(id) };
    });
  }
}

/** The general key that a key begins with: its status and cause. */
const generalOf = (key: string): string => key.split('\u0000').slice(0, 2).join('\u0000');

function rankedGroups(groups: ReadonlyMap<string, Group>, currencies: readonly string[]): [string, Group][] {
  return [...groups].sort(([leftKey, left], [rightKey, right]) => {
    for (const currency of currencies) {
      const difference = right.sums.of(currency) - left.sums.of(currency);
      if (difference !== 0n) return difference > 0n ? 1 : -1;
    }
    return compareText(leftKey, rightKey);
  });
}

/** Tells the rows of one listed root cause: those that need it, and where it is a general one, those whose own is not listed. */
export function rowsOfCause(id: string, listed: readonly Pick<RootCause, 'id'>[], idOf: CauseId): (row: VarianceRow) => boolean {
  const ids = new Set(listed.map((cause) => cause.id));
  return (row) => isOpen(row) && needsOf(row).some(({ key, generalKey }) => {
    const own = idOf(key);
    return own === id || (idOf(generalKey) === id && !ids.has(own));
  });
}

/** The root causes of rows. */
export function rootCausesOf(rows: Iterable<VarianceRow>, idOf: CauseId): RootCause[] {
  const tally = new RootCauseTally(idOf);
  for (const row of rows) tally.add(row);
  return tally.result();
}
