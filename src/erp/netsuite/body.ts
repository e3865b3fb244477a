import type { NetSuiteDefaults } from '../../domain/erp-settings.ts';
import { bodyAt, textAt } from '../api.ts';
import { type BodyLine, decimalAt } from '../body-line.ts';
import { type Body, JsonDecimal } from '../body-text.ts';
import type { OrderDraft } from '../order-draft.ts';

const orBlank = (text: string): string | undefined => (text === '' ? undefined : text);

/** An external id holds letters, digits, `_` and `-` alone: `:` becomes `__`, any other character `_` + hexadecimal code + `_`. Two keys never become one. */
export const externalIdOf = (key: string): string => key.replace(/[^A-Za-z0-9-]/gu, (character) => (character === ':' ? '__' : `_${(character.codePointAt(0) as number).toString(16)}_`));

/** A PO as `purchaseOrder` of NetSuite's REST record service, its lines in the `expense` sublist. Amounts are JSON numbers in the PO's currency. */
export function netsuiteBody(draft: OrderDraft, { subsidiary, currencies, references }: NetSuiteDefaults): Body {
  const reference = (id: string): Body => (references === 'externalId' ? { externalId: id } : { id });
  const dimension = (id: string): Body | undefined => (id === '' ? undefined : reference(id));
  return {
    externalId: externalIdOf(draft.idempotencyKey),
    entity: reference(draft.vendorId),
    subsidiary: subsidiary === null ? undefined : { id: draft.entity },
    // A currency without an id stands as it is, so that what is refused can be told.
    currency: { id: currencies[draft.currency] ?? draft.currency },
    tranDate: draft.poDate,
    memo: `${draft.reportId} ${draft.reportName}`.trim(),
    expense: {
      items: draft.lines.map((line) => ({
        account: reference(line.glAccount),
        amount: new JsonDecimal(line.amountMinor, draft.currency),
        department: dimension(line.department),
        location: dimension(line.location),
        memo: orBlank(line.description),
      })),
    },
  };
}

/** A line of the `expense` sublist as it is coded. */
export function netsuiteLine(line: Body): BodyLine {
  const referred = (field: string): string => textAt(bodyAt(line, field), 'id') || textAt(bodyAt(line, field), 'externalId');
  return { glAccount: referred('account'), department: referred('department'), location: referred('location'), description: textAt(line, 'memo'), amount: decimalAt(line, 'amount') };
}
