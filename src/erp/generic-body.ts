import { formatMinor } from '../domain/money.ts';
import type { OrderDraft } from './order-draft.ts';

const QUOTED = new Map<string, string>();

/** A code as JSON; codes repeat over all POs of a run. */
function quotedCode(code: string): string {
  let quoted = QUOTED.get(code);
  if (quoted === undefined) {
    quoted = JSON.stringify(code);
    if (QUOTED.size < 100_000) QUOTED.set(code, quoted);
  }
  return quoted;
}

const optional = (key: string, text: string): string => (text === '' ? '' : `,"${key}":${JSON.stringify(text)}`);
const optionalCode = (key: string, code: string): string => (code === '' ? '' : `,"${key}":${quotedCode(code)}`);

/**
 * The canonical purchase order as JSON; amounts are decimal strings in the PO's currency, absent values have no key. Keys stand in
 * a fixed order, so the same PO is the same bytes. Written piece by piece, since a run makes one for every PO.
 */
export function genericBody(draft: OrderDraft): string {
  const { currency } = draft;
  let lines = '';
  for (let index = 0; index < draft.lines.length; index++) {
    const line = draft.lines[index] as OrderDraft['lines'][number];
    lines +=
      `${index === 0 ? '' : ','}{"line":${index + 1},"glAccount":${quotedCode(line.glAccount)}${optionalCode('department', line.department)}${optionalCode('location', line.location)}` +
      `,"amount":"${formatMinor(line.amountMinor, currency)}"${optional('description', line.description)}${optionalCode('itemId', line.itemId)}${optional('quantity', line.quantity)}` +
      `,"sourceLine":${quotedCode(line.sourceLineId)}}`;
  }
  return (
    `{"idempotencyKey":${JSON.stringify(draft.idempotencyKey)}${optionalCode('entity', draft.entity)},"vendorId":${quotedCode(draft.vendorId)},"currency":${quotedCode(currency)},"poDate":${quotedCode(draft.poDate)}` +
    `,"postingPeriod":${quotedCode(draft.period)},"reference":${JSON.stringify(draft.reportId)},"memo":${JSON.stringify(draft.reportName)}` +
    `,"total":"${formatMinor(draft.amountMinor, currency)}","lines":[${lines}]}`
  );
}
