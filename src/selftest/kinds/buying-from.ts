import type { Wish } from '../../demo/draw-purchase.ts';
import type { Vendor } from '../../demo/parties.ts';
import type { Random } from '../../demo/random.ts';
import type { ProjectRetailer } from '../project-retailer.ts';

/** Wishes one of these vendors, and an employee who reports in the vendor's currency. */
export function buyingFrom(retailer: ProjectRetailer, vendors: readonly Vendor[]): (random: Random) => Pick<Wish, 'employee' | 'vendors'> {
  return (random) => {
    const vendor = random.pick(vendors);
    const currency = retailer.currencyOf(vendor);
    const employees = retailer.employees.filter((employee) => employee.currency === currency);
    return { employee: employees.length > 0 ? random.pick(employees) : retailer.inCurrency(random.pick(retailer.employees), currency), vendors: [vendor] };
  };
}
