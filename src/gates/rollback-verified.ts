import { plural } from '../domain/plural.ts';
import { type Gate, remedy } from './judgement.ts';

/** The way back was tried before the way forward is taken. */
export const rollbackVerified: Gate = {
  id: 'rollback_verified',
  title: 'The rollback checklist is verified',
  waivable: true,
  judge({ rollback }) {
    const items = rollback ?? [];
    const open = items.filter(({ verified }) => !verified);
    const passed = items.length > 0 && open.length === 0;
    return {
      passed,
      measured: { items: items.length, verified: items.length - open.length },
      required: { items: Math.max(items.length, 1), verified: Math.max(items.length, 1) },
      measuredText: rollback === null ? 'no rollback.yaml' : `${items.length - open.length} of ${plural(items.length, 'item')} verified`,
      requiredText: 'every item verified',
      evidence: items.length === 0 ? ['there is no checklist'] : (open.length > 0 ? open : items).map(({ id, text, why }) => `${id} (${text}): ${why}`),
      remedies: passed ? [] : items.length === 0 ? [remedy('Write rollback.yaml: po-shadow init shows one')] : [remedy(`Verify ${plural(open.length, 'item')} of the rollback checklist: ${open.map(({ id }) => id).join(', ')}`, 'po-shadow rollback verify --by …, or attest ITEM --file F --by …')],
    };
  },
};
