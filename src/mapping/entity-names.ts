import type { MasterRecord, Sheet } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';

/** Legal entities by what a ledger calls them. */
export class EntityNames {
  readonly #entities: Sheet<MasterRecord> | null;
  /** By folded name; null for one that several entities share. */
  readonly #byName = new Map<string, string | null>();
  readonly #known = new Map<string, string>();

  /** `entities` is master/entities; null where the project has none. */
  constructor(entities: Sheet<MasterRecord> | null) {
    this.#entities = entities;
    for (const { id, name } of entities?.values() ?? []) if (name !== '') this.#byName.set(fold(name), this.#byName.has(fold(name)) ? null : id);
  }

  /** The ERP's code for a text: that of the entity with this id, else with this name, where one entity alone has it; else the text as it is. */
  codeOf(text: string): string {
    let code = this.#known.get(text);
    if (code === undefined) this.#known.set(text, (code = this.#entities?.get(text)?.id ?? this.#byName.get(fold(text)) ?? text.trim()));
    return code;
  }
}
