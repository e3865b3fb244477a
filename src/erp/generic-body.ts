import { formatMinor } from '../domain/money.ts';
import type { OrderDraft } from './order-draft.ts';

/** The canonical purchase order as JSON; amounts are decimal strings in the PO's currency. Keys stand in a fixed order. */
export function genericBody(draft: OrderDraft): string {
  const { currency } = draft;
  return JSON.stringify({
    idempotencyKey: draft.idempotencyKey,
    vendorId: draft.vendorId,
    currency,
    poDate: draft.poDate,
    postingPeriod: draft.period,
    reference: draft.reportId,
    memo: draft.reportName,
    total: formatMinor(draft.amountMinor, currency),
    lines: draft.lines.map((line, index) => ({
      line: index + 1,
      glAccount: line.glAccount,
      department: line.department === '' ? undefined : line.department,
      location: line.location === '' ? undefined : line.location,
      amount: formatMinor(line.amountMinor, currency),
      description: line.description === '' ? undefined : line.description,
      itemId: line.itemId === '' ? undefined : line.itemId,
      quantity: line.quantity === '' ? undefined : line.quantity,
      sourceLine: line.sourceLineId,
    })),
  });
}
