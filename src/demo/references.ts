import { keyed, keyedOnce } from './careful-keying.ts';
import type { Play } from './kind.ts';
import { type PurchaseLine, theTotal } from './purchase.ts';

const WAYS_TO_REFER: readonly ((id: string) => readonly [reference: string, memo: string])[] = [
  (id) => [id.toLowerCase(), ''],
  (id) => [id.replace('-', ''), ''],
  (id) => [id.replace('-', ' '), 'Expense report'],
  (id) => [id.replace('-', '–'), ''],
  (id) => ['', `per expense report ${id}`],
  (id) => [`exp${id.slice(4)} / store request`, ''],
  (id) => ['store request', `(${id.toLowerCase()}) ordered by phone`],
];

export const referenceVariant: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  const [reference, memo] = fortnight.random.pick(WAYS_TO_REFER)(report.id);
  fortnight.truth(report, kind, 'match', 0, fortnight.enterAll(keyed(fortnight, report, reference, memo)));
};

export const MEMOS_WITHOUT_REFERENCE = ['', '', 'monthly order', 'per store request', 'ordered by phone'];

export const withoutReference: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter(keyedOnce(fortnight, report, '', fortnight.random.pick(MEMOS_WITHOUT_REFERENCE)))]);
};

export const byDocumentNumber: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  const invoice = fortnight.invoiceNumber();
  (report.lines[0] as PurchaseLine).description += `, invoice ${invoice}`;
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter(keyedOnce(fortnight, report, '', `inv. ${invoice}`))]);
};
