import { CannotDraw } from '../../demo/cannot-draw.ts';
import { enterCarefully, keyedOnce } from '../../demo/careful-keying.ts';
import type { Play } from '../../demo/kind.ts';
import type { Order } from '../../demo/order.ts';
import { type PurchaseLine, theTotal } from '../../demo/purchase.ts';
import type { ProjectRetailer } from '../project-retailer.ts';

/** A line beside the others that the settings leave out. */
export const withLineOutOfScope = (retailer: ProjectRetailer): Play => (fortnight, kind) => {
  const report = fortnight.report();
  const line = lineOutOfScope(retailer, report.lines[0] as PurchaseLine);
  if (line === null) throw new CannotDraw('no line is out of scope');
  report.lines.push(line);
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
};

/** A line like another, but that `scope.lines` leaves it out; null where nothing does. */
function lineOutOfScope({ scope }: ProjectRetailer, line: PurchaseLine): PurchaseLine | null {
  const { vendor, category } = line;
  const isOut = (marks: PurchaseLine['marks']): boolean => !scope.lineIsIn({ marks, category: category.name, vendor: [vendor.id, line.merchant] });
  const marks = scope.possibleMarks().find(isOut);
  return marks === undefined ? null : { ...line, standing: 'out_of_scope', marks, description: 'Not for this integration' };
}

export const leavesNoLineOut = (retailer: ProjectRetailer): string | null => {
  const [vendor] = retailer.parties.vendors;
  const [category] = retailer.parties.categories.usable;
  if (vendor === undefined || category === undefined) return 'nothing can be bought';
  const line = { vendor, category, merchant: vendor.merchants[0] ?? '', marks: {} } as PurchaseLine;
  return lineOutOfScope(retailer, line) === null ? 'scope.lines leaves out nothing by payment type or by who is reimbursed' : null;
};

/** A PO like another, but that `scope.ledger` leaves it out where it names no report; with whoever keys such POs, and what their numbers begin with. */
interface OrderOutOfScope {
  clerk: string;
  prefix: string;
}

function orderOutOfScope({ scope, clerks, orderPrefix }: ProjectRetailer): OrderOutOfScope | null {
  const clerk = scope.possibleClerks(['somebody.else']).find((enteredBy) => enteredBy !== '' && !scope.orderIsIn({ enteredBy }));
  if (clerk !== undefined) return { clerk, prefix: orderPrefix };
  const prefix = ['OTHER-', ...scope.possiblePrefixes()].find((each) => !scope.orderIsIn({ poNumber: `${each}8001` }) && !scope.orderIsIn({ poNumber: `${each}17999` }));
  return prefix === undefined ? null : { clerk: clerks[0] as string, prefix };
}

/** A PO that this integration is not for; no row is due. */
export const withOrderOutOfScope = (retailer: ProjectRetailer): Play => (fortnight, kind) => {
  const out = orderOutOfScope(retailer);
  if (out === null) throw new CannotDraw('no PO is out of scope');
  const purchase = fortnight.purchase({ loose: theTotal });
  const order: Order = { ...keyedOnce(fortnight, purchase, '', 'for the stockroom'), date: fortnight.day };
  const number = fortnight.enter({ ...order, enteredBy: out.clerk, prefix: out.prefix });
  fortnight.truthOfOrder(number, kind, 'none', 0, purchase.currency);
};

export const leavesNoOrderOut = (retailer: ProjectRetailer): string | null => (orderOutOfScope(retailer) === null ? 'scope.ledger leaves out nothing by who entered it or by its number' : null);
