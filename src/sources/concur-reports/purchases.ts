import { compareNatural } from '../../domain/text.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Part } from '../json/part.ts';
import { PERCENT_DECIMALS, isWhole } from '../percentages.ts';
import { readId } from '../read-id.ts';
import type { Dialect } from './dialect.ts';

/** An entry of a report, with what belongs to it. */
export interface Entry {
  id: string;
  part: Part;
  /** The entry that this one itemizes. */
  parent: Entry | null;
  children: Entry[];
  allocations: Part[];
}

/** The entries of a report, itemizations and allocations put where they belong; null where the report is a header alone. Throws Unreadable. */
export function entriesOf(report: Part, dialect: Dialect): Entry[] | null {
  if (!report.has(dialect.entries)) return null;
  const tree = new EntryTree(dialect);
  const entries = listOf(report, dialect.entries);
  for (const part of entries.filter((each) => !dialect.isChild(each))) tree.add(part, null);
  for (const part of entries.filter((each) => dialect.isChild(each))) tree.addChild(part);
  for (const part of listOf(report, dialect.itemizations)) tree.addChild(part);
  for (const allocation of listOf(report, dialect.allocations)) tree.allocate(allocation);
  return tree.finish();
}

/** A list, or the page of one as the service returned it. Throws Unreadable for a page that says that there is more. */
function listOf(part: Part, key: string): Part[] {
  if (!part.isObject(key)) return part.parts(key);
  const page = part.part(key);
  if (!page.has('Items')) throw new Unreadable(part.at(key), '(an object)', 'must be a list, or a page of one with its Items');
  const items = page.parts('Items');
  const cut = page.cutList(items.length);
  if (cut !== null) throw new Unreadable(cut.field, cut.value, cut.reason);
  return items;
}

class EntryTree {
  readonly #dialect: Dialect;
  readonly #byId = new Map<string, Entry>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  add(part: Part, parent: Entry | null): void {
    const { entryId, itemizations, allocations } = this.#dialect;
    const id = readId(part.at(entryId), part.text(entryId));
    if (this.#byId.has(id)) throw new Unreadable(part.at(entryId), id, 'two entries of the report have the same id');
    const entry: Entry = { id, part, parent, children: [], allocations: [...listOf(part, allocations)] };
    this.#byId.set(id, entry);
    parent?.children.push(entry);
    for (const child of listOf(part, itemizations)) this.add(child, entry);
  }

  addChild(part: Part): void {
    this.add(part, this.#owner(part, this.#dialect.parent));
  }

  allocate(allocation: Part): void {
    this.#owner(allocation, this.#dialect.allocationOf).allocations.push(allocation);
  }

  #owner(part: Part, key: string): Entry {
    const id = part.text(key);
    const owner = this.#byId.get(id);
    if (owner === undefined) throw new Unreadable(part.at(key), id, 'belongs to no entry of the report');
    return owner;
  }

  /** The entries that have no parent and were not moved to another report, in the order of their ids. Throws Unreadable where something is missing. */
  finish(): Entry[] {
    const { allocationId, isRejected } = this.#dialect;
    const kept = [...this.#byId.values()].filter(({ part }) => !isRejected(part));
    for (const entry of kept) {
      entry.children = entry.children.filter(({ part }) => !isRejected(part));
      entry.allocations.sort((left, right) => compareNatural(left.text(allocationId), right.text(allocationId)));
    }
    for (const entry of kept) {
      this.#assertWhole(entry);
      this.#handDown(entry);
    }
    return kept.filter(({ parent }) => parent === null).sort((left, right) => compareNatural(left.id, right.id));
  }

  #assertWhole({ part, children, allocations, parent }: Entry): void {
    const { isItemized, isAllocated } = this.#dialect;
    if (children.length === 0 && isItemized(part)) throw new Unreadable(part.at('HasItemizations'), 'true', 'the entry is itemized, and its itemizations are not in the file');
    const isCovered = allocations.length > 0 || children.length > 0 || (parent?.allocations.length ?? 0) > 0;
    if (!isCovered && isAllocated(part)) throw new Unreadable(part.at(this.#dialect.allocations), '', 'the entry is allocated, and its allocations are not in the file');
  }

  /** Allocations of an itemized entry hold for those of its itemizations that have none, provided that they make a whole. */
  #handDown({ part, children, allocations }: Entry): void {
    if (children.length === 0 || allocations.length === 0) return;
    const { percentage } = this.#dialect;
    const bare = children.filter((child) => child.allocations.length === 0);
    if (bare.length > 0 && !isWhole(allocations.map((allocation) => allocation.amount(percentage, PERCENT_DECIMALS)))) {
      throw new Unreadable(part.at(this.#dialect.allocations), '', 'allocations of an itemized entry, which do not say of which itemization they are');
    }
    for (const child of bare) child.allocations = allocations;
  }
}
