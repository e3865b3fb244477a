import type { MasterRecord, Sheet } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';

/** What lists of ERPs put between the levels of a name: NetSuite's `6100 Facilities : 6110 Cleaning`. */
const LEVELS = ' : ';

/** The ways in which lists show an id together with its name. */
const withId = ({ id, name }: MasterRecord): string[] => [`${id} ${name}`, `${id} - ${name}`, `${id} – ${name}`, `${id}: ${name}`, `${name} (${id})`];

/** Codes of the ERP by what a ledger calls them: exports show ids, names, or both. */
export class NamedCodes {
  readonly #records: Sheet<MasterRecord> | null;
  /** Ids by what is shown, folded; null for what several records are shown as. */
  readonly #byText = new Map<string, string | null>();
  /** What holds an id among what is shown: it stands for that record under whatever levels. */
  readonly #holdsId = new Set<string>();
  readonly #known = new Map<string, string>();

  /** `records` are those of the master data; null where the project has none, and then every text is a code. */
  constructor(records: Sheet<MasterRecord> | null) {
    this.#records = records;
    for (const record of records?.values() ?? []) {
      if (record.name.trim() === '') continue;
      const ways = withId(record).map(fold);
      for (const way of ways) this.#holdsId.add(way);
      for (const text of new Set([fold(record.name), ...ways])) this.#byText.set(text, this.#byText.has(text) ? null : record.id);
    }
  }

  /**
   * The ERP's code for a text: that of the record with this id; else of the one record that is shown so, by its name or by id and name; else the same of its
   * last level, where that holds the id: the same name may stand under several levels. Else the text as it is.
   */
  codeOf(text: string): string {
    let code = this.#known.get(text);
    if (code === undefined) this.#known.set(text, (code = this.#records?.get(text)?.id ?? this.#byText.get(fold(text)) ?? this.#byLastLevel(text) ?? text.trim()));
    return code;
  }

  #byLastLevel(text: string): string | undefined {
    const last = text.includes(LEVELS) ? fold(text.slice(text.lastIndexOf(LEVELS) + LEVELS.length)) : '';
    return this.#holdsId.has(last) ? (this.#byText.get(last) ?? undefined) : this.#records?.get(last)?.id;
  }
}
