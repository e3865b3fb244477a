import type { RampObject } from '../../domain/settings.ts';
import { readText } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Part } from '../json/part.ts';

/** By which fields each object is known, in the order in which they are looked for: no other kind has them. */
export const KNOWN_BY: readonly (readonly [RampObject, readonly string[]])[] = [
  ['purchase_order', ['purchase_order_number', 'billing_status', 'receipt_status', 'three_way_match_enabled']],
  ['transaction', ['card_id', 'card_holder', 'user_transaction_time', 'merchant_descriptor']],
  ['reimbursement', ['user_email', 'payee_amount', 'original_reimbursement_amount', 'direction']],
  ['bill', ['bill_owner', 'invoice_number', 'due_at', 'inventory_line_items']],
  ['spend_request', ['spend_request_status', 'request_status', 'request_type']],
];

/** Which object it is: what the settings say, else what its fields show. Throws Unreadable. */
export function objectOf(whole: Part, stated: RampObject | undefined): RampObject {
  if (stated !== undefined) return stated;
  const found = KNOWN_BY.find(([, keys]) => keys.some((key) => whole.has(key)));
  if (found === undefined) throw new Unreadable('', '', 'none of its fields shows which object of Ramp it is; say so with object beside the input');
  return found[0];
}

/** The state of an object, without its prefix. Throws Unreadable where it has none. */
export function stateOf(whole: Part, object: RampObject): string {
  const filled = (key: string): string => whole.text(key).toUpperCase();
  const need = (key: string): string => readText(whole.at(key), filled(key));
  switch (object) {
    case 'transaction': {
      const movement = filled('state');
      return movement === 'DECLINED' || movement === 'ERROR' ? movement : need('approval_status');
    }
    case 'reimbursement':
      return need('state');
    case 'bill':
      return whole.text('archived_at') !== '' ? 'ARCHIVED' : need('approval_status');
    case 'spend_request':
      return need(['spend_request_status', 'request_status'].find((key) => whole.has(key)) ?? 'status');
    case 'purchase_order': {
      if (whole.text('archived_at') !== '') return 'ARCHIVED';
      const billing = need('billing_status');
      return billing !== 'DELETED' && filled('creation_source') === 'ACCOUNTING_PROVIDER' ? 'ACCOUNTING_PROVIDER' : billing;
    }
  }
}
