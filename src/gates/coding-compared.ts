import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import { type Gate, remedy } from './judgement.ts';

/** A column that was not compared can't have agreed: vendor, account, at least one of department and location, and the legal entity where the run has several. Nor can a fiscal period of which nothing but far dates is known. */
export const codingCompared: Gate = {
  id: 'coding_compared',
  title: 'Vendor, account and cost object were compared on every row',
  waivable: true,
  judge({ rows }) {
    const { vendor = 0, gl_account: account = 0, department = 0, location = 0, entity = 0 } = rows.notCompared;
    // Of a run in one legal entity there is no other one that a PO could have been for.
    const several = rows.entities > 1;
    const { farApart } = rows;
    // A PO of another year agrees in all that was compared, where periods were not.
    const unseen = farApart.periodNotCompared > 0;
    const columns = { vendor, gl_account: account, cost_object: Math.min(department, location), ...(several ? { entity } : {}) };
    const missing = Object.entries(columns).filter(([, number]) => number > 0);
    const named: Record<string, string> = { vendor: 'the vendor', gl_account: 'the GL account', cost_object: 'department and location', entity: 'the legal entity' };
    const told = [
      ...missing.map(([column, number]) => `${named[column]} not compared on ${plural(number, 'row')}`),
      ...(unseen ? [`${plural(farApart.periodNotCompared, 'row')} ${farApart.periodNotCompared === 1 ? 'agrees' : 'agree'} with a PO dated far apart whose period was not compared`] : []),
    ];
    return {
      passed: told.length === 0,
      measured: { ...columns, ...(unseen ? { dated_far_apart: farApart.periodNotCompared } : {}) },
      required: { vendor: 0, gl_account: 0, cost_object: 0, ...(several ? { entity: 0 } : {}), ...(unseen ? { dated_far_apart: 0 } : {}) },
      measuredText: told.length === 0 ? 'compared on every row' : told.join(', '),
      requiredText: 'compared on every row',
      evidence: [
        ...Object.entries(rows.notCompared).map(([column, number]) => (column === 'entity' ? `one side says no legal entity on ${plural(number, 'row')}` : `${column} is blank throughout the ledger of ${plural(number, 'row')}`)),
        ...(farApart.rows === 0 ? [] : [`${plural(farApart.rows, 'row')}, ${amountsLine(farApart.money)}, ${farApart.rows === 1 ? 'agrees' : 'agree'} although the PO is dated far from the would-be PO (flag dated_far_apart)`]),
      ],
      remedies: [
        ...missing.map(([column]) => remedy(`Import a ledger export that holds ${named[column]}`, 'po-shadow import ledger FILE')),
        ...(unseen ? [remedy('Import a ledger export that holds posting_period, or correct the dates of these POs in the ledger', 'po-shadow import ledger FILE')] : []),
      ],
    };
  },
};
