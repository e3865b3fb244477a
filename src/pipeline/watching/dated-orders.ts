import { type ManualPurchaseOrder, stands } from '../../domain/ledger-entry.ts';
import type { NamedCodes } from '../../mapping/named-codes.ts';
import type { RecordReader, StoredImport } from '../../store/record-reader.ts';
import { newestVersion } from '../newest-version.ts';
import { namedOrdersIn, ordersNamed } from '../orders-of-number.ts';

/** A manual PO as its newest export has it. */
export interface NewestOrder {
  /** Its number; with its legal entity before it where another has the same number. */
  name: string;
  fullName: string;
  order: ManualPurchaseOrder;
  stands: boolean;
}

/** Every manual PO of the record as its newest export has it, in the order of numbers. */
export function* newestOrders(reader: RecordReader, imports: readonly StoredImport[], names: NamedCodes): Generator<NewestOrder> {
  const byId = new Map(imports.map((each) => [each.id, each]));
  for (const page of reader.ledgerPages()) {
    for (const { name, fullName, versions } of namedOrdersIn(page, names)) {
      const { order } = newestVersion(versions, byId).version;
      yield { name, fullName, order, stands: stands(order) };
    }
  }
}

/** Looks a manual PO up by its name; undefined for one that the record does not hold. */
export function orderLookup(reader: RecordReader, imports: readonly StoredImport[], names: NamedCodes): (name: string) => ManualPurchaseOrder | undefined {
  const byId = new Map(imports.map((each) => [each.id, each]));
  return (name) => {
    const [found] = ordersNamed(name, (poNumber) => reader.manualOrders([poNumber]).flat(), names);
    return found === undefined ? undefined : newestVersion(found.versions, byId).version.order;
  };
}
