import { entryName } from '../domain/audit.ts';
import type { HandProblem } from '../matching/sides.ts';

/** Why a document takes no part in matching, in words that go on "it …"; undefined where nothing is known of it. */
export type AbsenceOf = (document: string) => string | undefined;

/** What of the pairings by hand could not be done, one sentence each. */
export function handProblemTexts(problems: readonly HandProblem[], absence: { ofOrder: AbsenceOf; ofTransaction: AbsenceOf }): string[] {
  return problems.map((problem) => {
    const { entry, by, transaction, order, purchaseOrders } = problem.pairing;
    const numbers = problem.purchaseOrder ?? purchaseOrders.join(', ');
    return `${entryName(entry)}${by === '' ? '' : ` by ${by}`} can't pair ${transaction} with ${numbers}: ${whyNot(problem, order, absence)}`;
  });
}

function whyNot({ what, pairing, purchaseOrder, takenBy }: HandProblem, order: string | null, { ofOrder, ofTransaction }: { ofOrder: AbsenceOf; ofTransaction: AbsenceOf }): string {
  switch (what) {
    case 'no_transaction':
      return ofTransaction(pairing.transaction) ?? 'the record has no such transaction';
    case 'no_order':
      return `it has no would-be PO ${order} now`;
    case 'no_purchase_order':
      return ofOrder(purchaseOrder ?? '') ?? 'the ledger has no such PO';
    case 'other_entity':
      return 'the PO stands in another legal entity';
    case 'used':
      return `${entryName(takenBy?.entry ?? 0)} paired the PO with ${takenBy?.transaction ?? ''} before; unpair that first`;
  }
}
