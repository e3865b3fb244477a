import type { DrySide, ManualSide } from './sides.ts';
import { type KnownName, VendorNames } from './vendor-names/vendor-names.ts';

/** What joins two sides by their vendor, surest first (docs/matching.md). */
export type VendorEvidence =
  | { kind: 'id' | 'certain_name' | 'bare_name' | 'in_text' }
  /** Names that are alike, by so many percent. */
  | { kind: 'similar_name'; percent: number };

/** Whether sure vendor evidence joins the two: the same id, or where an id is missing the same name. */
export function vendorAgrees(dry: DrySide, manual: ManualSide): boolean {
  return sureEvidence(dry, manual) !== null;
}

function sureEvidence(dry: DrySide, manual: ManualSide): VendorEvidence | null {
  if (manual.vendorId !== '' && dry.vendorIds.includes(manual.vendorId)) return { kind: 'id' };
  if (manual.vendorId === '' && manual.namedVendorId !== '' && dry.vendorIds.includes(manual.namedVendorId)) return { kind: 'certain_name' };
  return manual.bareVendorName !== '' && dry.vendorNames.includes(manual.bareVendorName) ? { kind: 'bare_name' } : null;
}

const ID = 'id ';
const NAME = 'name ';
const ofId = (id: string): string => `${ID}${id}`;
const ofName = (name: string): string => `${NAME}${name}`;

/** Under what a dry side is looked up: its vendors' ids, and their names. */
export const keysOfDry = (side: DrySide): string[] => [...side.vendorIds.map(ofId), ...side.vendorNames.map(ofName)];

/** The same for a manual PO: its vendor's id, else the id that its name stands for with certainty; and its name. */
export function sureKeysOf(side: Pick<ManualSide, 'vendorId' | 'namedVendorId' | 'bareVendorName'>): string[] {
  const id = side.vendorId === '' ? side.namedVendorId : side.vendorId;
  return [...(id === '' ? [] : [ofId(id)]), ...(side.bareVendorName === '' ? [] : [ofName(side.bareVendorName)])];
}

/** What stands under the keys of manual POs, by the ids and the names of dry sides: these are many, and no key need be made for each. */
export function forDry<Value>(byKey: ReadonlyMap<string, Value>): { byId: ReadonlyMap<string, Value>; byName: ReadonlyMap<string, Value> } {
  const [byId, byName] = [new Map<string, Value>(), new Map<string, Value>()];
  for (const [key, value] of byKey) {
    if (key.startsWith(ID)) byId.set(key.slice(ID.length), value);
    else byName.set(key.slice(NAME.length), value);
  }
  return { byId, byName };
}

const NOTHING: ReadonlyMap<string, number> = new Map();
/** Stands for evidence by the text, which has no percentage. */
const IN_TEXT = 0;

/** Vendor evidence of every kind, the unsure ones included: names that are alike, and texts that name a vendor. */
export class VendorJudge {
  readonly #names: VendorNames;
  /** By PO number. */
  readonly #unsure = new Map<string, ReadonlyMap<string, number>>();

  /** `vendors` are those of the ERP, their ids folded; reports whose vendor nobody could tell are known by the names that they bear. */
  constructor(vendors: Iterable<{ id: string; name: string }>, dry: readonly DrySide[]) {
    const known: KnownName[] = [];
    for (const { id, name } of vendors) known.push({ key: ofId(id), name });
    const names = new Set<string>();
    for (const side of dry) if (side.vendorIds.length === 0) for (const name of side.vendorNames) names.add(name);
    for (const name of names) known.push({ key: ofName(name), name });
    this.#names = new VendorNames(known);
  }

  /** The surest evidence that joins the two; null where there is none. */
  between(dry: DrySide, manual: ManualSide): VendorEvidence | null {
    const sure = sureEvidence(dry, manual);
    if (sure !== null) return sure;
    const unsure = this.#unsureOf(manual);
    let best = -1;
    for (const key of unsure.size === 0 ? [] : keysOfDry(dry)) best = Math.max(best, unsure.get(key) ?? -1);
    return best < 0 ? null : best === IN_TEXT ? { kind: 'in_text' } : { kind: 'similar_name', percent: best };
  }

  /** Under what a manual PO is looked up where unsure evidence counts too. */
  keysOf(manual: ManualSide): string[] {
    return [...new Set([...sureKeysOf(manual), ...this.#unsureOf(manual).keys()])];
  }

  /** A vendor whom the ERP knows by the PO's id is no other one, whatever the names say; a name that is given is the one that counts. */
  #unsureOf(manual: ManualSide): ReadonlyMap<string, number> {
    if (manual.vendorIsKnown) return NOTHING;
    let unsure = this.#unsure.get(manual.poNumber);
    if (unsure === undefined) {
      unsure = manual.vendorName === '' ? new Map(this.#names.namedIn(manual.text).map((key) => [key, IN_TEXT])) : new Map(this.#names.like(manual.vendorName).map(({ key, percent }) => [key, percent]));
      this.#unsure.set(manual.poNumber, unsure);
    }
    return unsure;
  }
}
