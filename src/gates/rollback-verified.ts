import { changeTexts } from '../domain/checklist-change.ts';
import { plural } from '../domain/plural.ts';
import { checklistHolds, hasDrill } from '../domain/rollback.ts';
import { type Gate, remedy } from './judgement.ts';

/** The way back was tried before the way forward is taken. */
export const rollbackVerified: Gate = {
  id: 'rollback_verified',
  title: 'The rollback checklist is verified',
  waivable: true,
  judge({ rollback, checklistChanges }) {
    const items = rollback ?? [];
    const open = items.filter(({ verified }) => !verified);
    const drills = items.filter(({ kind }) => kind === 'drill').length;
    const passed = checklistHolds(items);
    const stands = (open.length > 0 ? open : items).map(({ id, text, why }) => `${id} (${text}): ${why}`);
    const changes = changeTexts(checklistChanges);
    return {
      passed,
      measured: { items: items.length, verified: items.length - open.length, drills },
      required: { items: Math.max(items.length, 1), verified: Math.max(items.length, 1), drills: 1 },
      measuredText: rollback === null ? 'no rollback.yaml' : `${items.length - open.length} of ${plural(items.length, 'item')} verified, ${plural(drills, 'drill')} among ${items.length === 1 ? 'it' : 'them'}`,
      requiredText: 'every item verified, a drill among them',
      // Where nothing stands against it, what was taken out of the checklist is what matters.
      evidence: [
        ...(items.length === 0 ? ['there is no checklist'] : hasDrill(items) ? [] : ['no item is of kind drill: nothing shows that switching off loses and doubles nothing']),
        ...(open.length > 0 ? [...stands, ...changes] : [...changes, ...stands]),
      ],
      remedies: passed ? [] : items.length === 0 ? [remedy('Write rollback.yaml: po-shadow init shows one')] : [
        ...(hasDrill(items) ? [] : [remedy('Add an item of kind drill to rollback.yaml: po-shadow init shows one', 'po-shadow rollback drill --by …')]),
        ...(open.length === 0 ? [] : [remedy(`Verify ${plural(open.length, 'item')} of the rollback checklist: ${open.map(({ id }) => id).join(', ')}`, 'po-shadow rollback verify --by …, or attest ITEM --file F --by …')]),
      ],
    };
  },
};
