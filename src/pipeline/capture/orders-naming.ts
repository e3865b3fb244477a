import { stands } from '../../domain/ledger-entry.ts';
import { manualOrdersIn } from '../../domain/ledger-page.ts';
import { ReferenceFinder } from '../../domain/reference-text.ts';
import type { RecordReader } from '../../store/record-reader.ts';

/** Which manual POs of the record name each of these reports, by reference or memo, in any version that stands: whoever creates a PO for such a report may create it twice. */
export function ordersNaming(reader: RecordReader, reportIds: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const ids = [...reportIds];
  const found = new Map<string, string[]>();
  if (ids.length === 0) return found;
  const finder = new ReferenceFinder(ids);
  for (const page of reader.ledgerPages()) {
    for (const versions of manualOrdersIn(page)) {
      const named = new Set(versions.flatMap(({ order }) => (stands(order) ? [...finder.find(order.reference), ...finder.find(order.memo)] : [])));
      for (const id of named) found.set(id, [...(found.get(id) ?? []), (versions[0] as (typeof versions)[number]).order.poNumber]);
    }
  }
  return found;
}
