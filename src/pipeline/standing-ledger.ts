import { type BusinessDate, formatInstant } from '../domain/calendar.ts';
import { type ManualPurchaseOrder, standingAmount, stands } from '../domain/ledger-entry.ts';
import { formatMinor, humanAmount } from '../domain/money.ts';
import { compareText } from '../domain/text.ts';
import type { VanishedOrder } from '../domain/vanished-order.ts';
import type { NamedCodes } from '../mapping/named-codes.ts';
import { RecordReader, type StoredImport, type StoredQuarantine } from '../store/record-reader.ts';
import { newestHolder, newestVersion } from './newest-version.ts';
import { namedOrdersIn } from './orders-of-number.ts';
import { quarantineOf } from './replay-inputs.ts';
import { replacedVersions } from './replaced-orders.ts';
import { supersededBy } from './superseded.ts';
import type { Workplace } from './workplace.ts';

/** What the ledger says that stands, and what it once said. */
export interface StandingLedger {
  /** POs that stand, by the date of their newest version; in the order of dates. */
  byDay: Map<BusinessDate, number>;
  /** POs that no longer stand because a newer export does not hold them, or has another PO under their number; in the order of numbers. */
  vanished: VanishedOrder[];
  /** The imports whose versions of POs count. */
  holders: ReadonlySet<number>;
}

/** Reads every manual PO as its newest export has it; `names` are those of legal entities. A PO whose lines are all cancelled neither stands nor vanishes. */
export function standingLedger({ database }: Workplace, imports: readonly StoredImport[], quarantine: readonly StoredQuarantine[], names: NamedCodes): StandingLedger {
  const reader = new RecordReader(database);
  const byId = new Map(imports.map((each) => [each.id, each]));
  const goneFrom = supersededBy(imports, reader.overlappingExports(), names, quarantineOf(quarantine, 'ledger'));
  const days = new Map<BusinessDate, number>();
  const vanished: VanishedOrder[] = [];
  const holders = new Set<number>();
  for (const page of reader.ledgerPages()) {
    for (const { name, versions } of namedOrdersIn(page, names)) {
      const { version } = newestVersion(versions, byId);
      const { order } = version;
      const seen = newestHolder(version, byId);
      for (const replaced of replacedVersions(versions, byId)) {
        vanished.push({ poNumber: name, ...standing(replaced.order), heldBy: exportName(newestHolder(replaced, byId)), goneFrom: exportName(seen), instead: otherText(order) });
      }
      if (!stands(order)) continue;
      const newer = goneFrom(version, versions);
      if (newer === undefined) {
        days.set(order.poDate, (days.get(order.poDate) ?? 0) + 1);
        holders.add(seen.id);
      } else vanished.push({ poNumber: name, ...standing(order), heldBy: exportName(seen), goneFrom: exportName(newer) });
    }
  }
  return { byDay: new Map([...days].sort(([left], [right]) => compareText(left, right))), vanished, holders };
}

/** What stands of a PO. */
const standing = (order: ManualPurchaseOrder): Pick<VanishedOrder, 'poDate' | 'currency' | 'amount'> => ({ poDate: order.poDate, currency: order.currency, amount: formatMinor(standingAmount(order), order.currency) });

/** The PO that has another one's number, as people tell it from that. */
function otherText(order: ManualPurchaseOrder): string {
  const { poDate, currency, amount } = standing(order);
  const vendor = [order.vendorId, order.vendorName].filter((text) => text !== '').join(' ');
  return `${vendor === '' ? 'no vendor' : vendor}, ${stands(order) ? humanAmount(amount, currency) : 'cancelled'}, ${poDate}`;
}

/** An export by its file and its instant: the same file is often exported again. */
export const exportName = ({ shown, asOf }: Pick<StoredImport, 'shown' | 'asOf'>): string => (asOf === null ? shown : `${shown} as of ${formatInstant(asOf)}`);
