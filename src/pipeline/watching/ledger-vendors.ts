import type { VarianceRow } from '../../domain/variance.ts';
import type { ReplayContext } from '../../replay/replay-report.ts';
import type { orderLookup } from './dated-orders.ts';

/** The vendors of POs, as the master data know them. */
export class LedgerVendors {
  readonly #resolver: ReplayContext['resolver'];
  readonly #vendors: ReplayContext['master']['vendors'];
  readonly #lookUp: ReturnType<typeof orderLookup>;

  constructor(resolver: ReplayContext['resolver'], { vendors }: ReplayContext['master'], lookUp: ReturnType<typeof orderLookup>) {
    this.#resolver = resolver;
    this.#vendors = vendors;
    this.#lookUp = lookUp;
  }

  /**
   * A row with its POs' vendors by their ids, where what stands in the ledger is one, or the name of one with certainty; else as they stand there. The vendor of a PO whose
   * report was rejected does not agree where its id and its name are two vendors': the id is what the ERP pays.
   */
  shownIn(row: VarianceRow): VarianceRow {
    const { manual, currency, status, match } = row;
    const vendors = [...new Set(manual.vendors.map((text) => (this.#vendors.get(text) ?? this.#resolver.vendorNamed(text, manual.currency ?? currency))?.id ?? text))];
    const isTorn = status === 'rejected' && manual.poNumbers.some((name) => this.#isTorn(name));
    return { ...row, manual: { ...manual, vendors }, match: isTorn ? { ...match, agrees: match.agrees.filter((field) => field !== 'vendor') } : match };
  }

  #isTorn(name: string): boolean {
    const order = this.#lookUp(name);
    if (order === undefined || order.vendorId === '' || order.vendorName === '') return false;
    const [byId, byName] = [this.#vendors.get(order.vendorId), this.#resolver.vendorNamed(order.vendorName, order.currency)];
    return byId !== undefined && byName !== undefined && byId.id !== byName.id;
  }
}
