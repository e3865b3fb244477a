import { CannotRun } from '../domain/trouble.ts';
import { genericBody } from './generic-body.ts';
import { type ErpRule, GENERIC_RULES } from './rules.ts';
import type { OrderDraft } from './order-draft.ts';

/** An ERP: its rules, and the exact request body that its API would be sent. Nothing here can send one. */
export interface ErpProfile {
  name: string;
  rules: readonly ErpRule[];
  requestBody(draft: OrderDraft): string;
}

const generic: ErpProfile = { name: 'generic', rules: GENERIC_RULES, requestBody: genericBody };

/** The profile of a name in the settings. Throws CannotRun for one that this version does not have yet. */
export function erpProfile(name: string): ErpProfile {
  if (name === 'generic') return generic;
  throw new CannotRun(`erp: ${name} is not available in this version`, { where: 'po-shadow.yaml', remedy: 'Use erp: generic, which checks the same references, periods and amounts.' });
}
