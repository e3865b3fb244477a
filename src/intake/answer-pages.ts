import type { JsonValue } from './json-text.ts';
import type { RowProblem } from './row-problem.ts';
import type { ControlTotal } from './sink.ts';

/** An object of an answer: the one around a list, or one that has a list in a field. */
type Around = ReadonlyMap<string, JsonValue>;

/** Fields that link to the next page of a list: OData V4 and V3, OData V2, SAP Concur v3 and v4; Ramp has one in `page`. */
const LINKS = ['@odata.nextLink', 'odata.nextLink', '__next', 'NextPage', 'nextPage'] as const;
/** The field by which NetSuite says whether a list goes on. */
const HAS_MORE = 'hasMore';
/** Fields that count all entries of a list, whatever page of it this is: OData V4, V3 and V2, NetSuite. */
const COUNTS_OF_ALL = ['@odata.count', 'odata.count', '__count', 'totalResults'] as const;
/** The field by which NetSuite counts the entries of a page. */
const COUNT_OF_PAGE = 'count';

const FURTHER = 'a further page';
const NO_FURTHER = 'no further page';

/** Tells whether the last page of a file names a further one in its field `key`. */
const nextPageTotal = (key: string, goesOn: boolean): ControlTotal => ({ what: `pages of the export (${key})`, stated: goesOn ? FURTHER : NO_FURTHER, found: `${NO_FURTHER} in the file`, agrees: !goesOn });

const isFilled = (value: JsonValue | undefined): boolean => value !== undefined && value !== null && value !== '' && value !== false;

const written = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : typeof value === 'object' && value !== null && 'text' in value ? value.text : String(value));

/** What an answer says of a page behind it, and in which field; null where it says nothing. One field that names a page goes before any that does not. */
function nextPageOf(around: Around): { key: string; value: string; goesOn: boolean } | null {
  const said = LINKS.filter((key) => around.has(key)).map((key): { key: string; value: string; goesOn: boolean } => ({ key, value: written(around.get(key)), goesOn: isFilled(around.get(key)) }));
  if (around.has(HAS_MORE)) said.push({ key: HAS_MORE, value: written(around.get(HAS_MORE)), goesOn: written(around.get(HAS_MORE)) === 'true' });
  const page = around.get('page');
  if (page instanceof Map && page.has('next')) said.push({ key: 'page.next', value: written(page.get('next')), goesOn: isFilled(page.get('next')) });
  const links = around.get('links');
  if (Array.isArray(links) && links.some((link) => link instanceof Map && link.get('rel') === 'next')) said.push({ key: 'links', value: 'next', goesOn: true });
  return said.find(({ goesOn }) => goesOn) ?? said[0] ?? null;
}

/** How many entries an answer says that its list has on all pages, and in which field; null where it does not say. */
function countOfAll(around: Around): { key: string; stated: string } | null {
  const key = COUNTS_OF_ALL.find((each) => isFilled(around.get(each)));
  if (key !== undefined) return { key, stated: written(around.get(key)) };
  const page = around.get('page');
  const total = page instanceof Map ? page.get('totalElements') : undefined;
  return isFilled(total) ? { key: 'page.totalElements', stated: written(total) } : null;
}

/** What the pages of one file say of themselves: whether they are all there, and all that is on them. */
export class AnswerPages {
  #documents = 0;
  #next: ReturnType<typeof nextPageOf> = null;
  #all: ReturnType<typeof countOfAll> = null;
  readonly #pages: ControlTotal[] = [];

  /** Takes the object around a list of `documents` entries; pages in the order of the file. */
  add(around: Around, documents: number): void {
    this.#documents += documents;
    this.#next = nextPageOf(around);
    this.#all = countOfAll(around) ?? this.#all;
    const count = around.get(COUNT_OF_PAGE);
    if (isFilled(count)) this.#pages.push(counted(COUNT_OF_PAGE, written(count), documents));
  }

  /** What they state against what was found; of pages only the last one's further page counts. */
  controls(): ControlTotal[] {
    return [
      ...(this.#next === null ? [] : [nextPageTotal(this.#next.key, this.#next.goesOn)]),
      ...(this.#all === null ? [] : [counted(this.#all.key, this.#all.stated, this.#documents)]),
      ...this.#pages.filter(({ agrees }) => !agrees),
    ];
  }
}

const counted = (key: string, stated: string, found: number): ControlTotal => ({ what: `entries of the list (${key})`, stated, found: String(found), agrees: stated === String(found) });

const GOES_ON = 'the list goes on in a further page, which the file does not hold';
const otherCount = (found: number): string => `the list has as many entries, and the file holds ${found} of them`;

/** Why a list in a field of a document is not whole, as far as it says so itself; null where nothing says so. `at` is its path, `found` how many entries of it are there, null for none at all. */
export function cutList(around: Around, at: string, found: number | null): RowProblem | null {
  const next = nextPageOf(around);
  if (next?.goesOn) return { field: `${at}.${next.key}`, value: next.value, reason: GOES_ON };
  // An object without a list may be no list at all, and its own field `count` any number.
  const ofPage = found === null || !isFilled(around.get(COUNT_OF_PAGE)) ? null : { key: COUNT_OF_PAGE, stated: written(around.get(COUNT_OF_PAGE)) };
  const told = countOfAll(around) ?? ofPage;
  return told === null || told.stated === String(found ?? 0) ? null : { field: `${at}.${told.key}`, value: told.stated, reason: otherCount(found ?? 0) };
}

const BESIDE = /^(.+)@odata\.(nextLink|count)$/;

/** The field whose list a field beside it speaks of: `purchaseOrderLines` for `purchaseOrderLines@odata.nextLink`; undefined for any other field. */
export const listBeside = (key: string): string | undefined => BESIDE.exec(key)?.[1];

/** The same of what OData says beside the list, in the field `at`. */
export function cutBeside(at: string, value: JsonValue, found: number): RowProblem | null {
  if (BESIDE.exec(at)?.[2] === 'nextLink') return isFilled(value) ? { field: at, value: written(value), reason: GOES_ON } : null;
  return written(value) === String(found) ? null : { field: at, value: written(value), reason: otherCount(found) };
}
