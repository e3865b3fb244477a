import { nearest } from '../../../domain/nearest.ts';
import type { ChecklistItem } from '../../../domain/rollback.ts';
import { CannotRun } from '../../../domain/trouble.ts';
import { CHECKLIST_FILE } from '../../../project/project.ts';

/** The item to attest by its id. Throws CannotRun for one that is not there, or of another kind. */
export function itemToAttest(items: readonly ChecklistItem[], id: string | undefined): ChecklistItem {
  const ids = items.filter(({ kind }) => kind === 'attest').map((item) => item.id);
  const known = ids.length === 0 ? `${CHECKLIST_FILE} has no item of kind attest.` : `Items to attest: ${ids.join(', ')}.`;
  if (id === undefined) throw new CannotRun('which item is attested is not said', { remedy: `Write po-shadow rollback attest ITEM --file FILE --by WHO. ${known}` });
  const item = items.find((each) => each.id === id);
  if (item === undefined) {
    const close = nearest(id, items.map((each) => each.id));
    throw new CannotRun(`the checklist has no item ${id}`, { where: CHECKLIST_FILE, remedy: close === undefined ? known : `Did you mean ${close}?` });
  }
  if (item.kind !== 'attest') {
    throw new CannotRun(`${id} is of kind ${item.kind}: nobody's word stands for it`, { where: CHECKLIST_FILE, remedy: `Run po-shadow rollback ${item.kind === 'drill' ? 'drill' : 'verify'} --by WHO.` });
  }
  return item;
}
