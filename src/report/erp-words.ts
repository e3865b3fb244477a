import type { ErpMessage, ObjectionTime } from '../domain/finding.ts';

const DOES: Record<ObjectionTime, string> = {
  rejected_at_create: 'refuses to create the PO',
  blocks_release: 'creates the PO, and refuses to release it',
  blocks_invoice: 'takes the PO, and refuses the receipt or invoice for it',
};

/** When the ERP itself objects, and what it then says; '' where it is not the ERP that objects. */
export function erpWords({ when, erp }: { when?: ObjectionTime | undefined; erp?: ErpMessage | undefined }): string {
  if (when === undefined) return '';
  const says = erp === undefined ? '' : `: ${[erp.code, erp.text === '' ? '' : `"${erp.text}"`].filter((part) => part !== '').join(' ')}`;
  return `The ERP ${DOES[when]} (${when})${says}`;
}
