import { fullName } from '../domain/ledger-entry.ts';
import { type LedgerPage, type StoredManual, manualOrdersIn } from '../domain/ledger-page.ts';
import { compareText, fold } from '../domain/text.ts';
import type { EntityNames } from '../mapping/entity-names.ts';

/** A manual PO with all its versions. */
export interface NamedOrder {
  /** Its number; with its entity before it where another entity has the same number. */
  name: string;
  /** Its number with its entity before it, where it has one. */
  fullName: string;
  /** The ERP's code of its legal entity, else as the ledger writes it; '' where no version says one. */
  entity: string;
  versions: StoredManual[];
}

/**
 * The manual POs of one number (docs/legal-entities.md): one for each legal entity that has it, in the order of entities. A version without an entity is
 * that of the only entity there is; where there are several it is a PO of its own.
 */
export function ordersOfNumber(versions: readonly StoredManual[], names: EntityNames): NamedOrder[] {
  const byEntity = new Map<string, { entity: string; versions: StoredManual[] }>();
  for (const version of versions) {
    const entity = version.order.entity === '' ? '' : names.codeOf(version.order.entity);
    const same = byEntity.get(fold(entity));
    if (same === undefined) byEntity.set(fold(entity), { entity, versions: [version] });
    else {
      same.versions.push(version);
      // Of an entity that stays as it is written, in two ways, one spelling is taken whichever was imported first.
      if (compareText(entity, same.entity) < 0) same.entity = entity;
    }
  }
  const unsaid = byEntity.get('');
  if (unsaid !== undefined && byEntity.size === 2) {
    byEntity.delete('');
    for (const [key, { entity }] of byEntity) byEntity.set(key, { entity, versions: [...versions] });
  }
  const isShared = byEntity.size > 1;
  return [...byEntity].sort(([left], [right]) => compareText(left, right)).map(([, { entity, versions: own }]) => {
    const { poNumber } = (own[0] as StoredManual).order;
    const full = fullName(entity, poNumber);
    return { name: isShared ? full : poNumber, fullName: full, entity, versions: own };
  });
}

/** The manual POs of a page, in the order of their numbers and entities. */
export function* namedOrdersIn(page: LedgerPage, names: EntityNames): Generator<NamedOrder> {
  for (const versions of manualOrdersIn(page)) yield* ordersOfNumber(versions, names);
}

/** The manual POs of a name: of a number alone all that have it, of a number with its entity before it that one; [] where there is none. */
export function ordersNamed(name: string, versionsOf: (poNumber: string) => readonly StoredManual[], names: EntityNames): NamedOrder[] {
  const whole = ordersOfNumber(versionsOf(name), names);
  if (whole.length > 0) return whole;
  for (let place = name.indexOf('/'); place >= 0; place = name.indexOf('/', place + 1)) {
    const entity = fold(names.codeOf(name.slice(0, place)));
    const found = ordersOfNumber(versionsOf(name.slice(place + 1)), names).filter((order) => order.entity !== '' && fold(order.entity) === entity);
    if (found.length > 0) return found;
  }
  return [];
}
