import type { ReadingOptions } from '../../intake/sink.ts';
import type { Part } from '../json/part.ts';

/** The code or the value of an org unit (1 to 6), as the settings say; '' where they name none. */
export function orgUnit(part: Part, owner: 'employee' | 'report' | 'entry', number: number | undefined, orgUnits: ReadingOptions['orgUnits']): string {
  return number === undefined ? '' : part.text(`${owner}OrgUnit${number}${orgUnits?.use === 'value' ? 'Value' : 'Code'}`);
}
