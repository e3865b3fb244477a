import { fold } from '../../domain/text.ts';
import type { ReadingOptions } from '../../intake/sink.ts';
import type { Part } from '../json/part.ts';

/** How a line is coded by its accounting fields; '' where none says. */
export interface Coding {
  category: string;
  department: string;
  location: string;
  subsidiary: string;
  vendorId: string;
  itemId: string;
}

/** The coding of a line: its own selections before those of the object. */
export function readCoding(line: Part | null, whole: Part, { category, accountingFields }: ReadingOptions): Coding {
  const selections = [...(line?.parts('accounting_field_selections') ?? []), ...whole.parts('accounting_field_selections')];
  const ofType = (type: string): Part | undefined => selections.find((selection) => typeOf(selection) === type);
  const named = (name: string | undefined): Part | undefined => (name === undefined ? undefined : selections.find((selection) => namesOf(selection).includes(fold(name))));
  const account = ofType('GL_ACCOUNT');
  const department = accountingFields?.department === undefined ? (ofType('COST_CENTER') ?? named('Department')) : named(accountingFields.department);
  return {
    category: (category === 'name' ? account?.text('name') : idOf(account)) || whole.text('sk_category_name'),
    department: idOf(department),
    location: idOf(named(accountingFields?.location ?? 'Location')),
    subsidiary: idOf(ofType('SUBSIDIARY')),
    vendorId: idOf(ofType('MERCHANT')),
    itemId: idOf(ofType('INVENTORY_ITEM')),
  };
}

const fieldOf = (selection: Part): Part | null => (selection.has('category_info') ? selection.part('category_info') : null);

/** The kind of accounting field: that of the field, since a selection's own may be written in other ways. */
const typeOf = (selection: Part): string => (fieldOf(selection)?.text('type') || selection.text('type')).toUpperCase();

function namesOf(selection: Part): string[] {
  const field = fieldOf(selection);
  return field === null ? [] : [fold(field.text('name')), fold(field.text('external_id'))];
}

/** The ERP's own id of what was selected, else its code, else its name. */
const idOf = (selection: Part | undefined): string => selection?.text('external_id') || selection?.text('external_code') || selection?.text('name') || '';
