import { basename } from 'node:path';
import type { StoredImport } from '../../store/record-reader.ts';
import type { ConfiguredInput } from '../configured-inputs.ts';
import { decodeHere, never } from '../decode-export.ts';
import { fieldsOf } from '../import-inputs.ts';
import { NewestTotals } from '../newest-totals.ts';
import type { Workplace } from '../workplace.ts';
import { readingOfSource } from './collect.ts';
import { endpointOf } from './page-of-deliveries.ts';

/**
 * The endpoints of the settings as inputs, with the pages that were imported of each. The money of an endpoint is read from the evidence, since a report that changed stands
 * on several pages and counts once, with its newest total.
 */
export async function deliveredInputs(workplace: Workplace, imports: readonly StoredImport[]): Promise<ConfiguredInput[]> {
  const inputs: ConfiguredInput[] = [];
  for (const [index, { path, source, controls }] of (workplace.settings.listen?.endpoints ?? []).entries()) {
    const pages = imports.filter(({ kind, format, shown }) => kind === 'approvals' && format === source && endpointOf(shown) === path);
    const measured = controls === undefined ? {} : await measure(workplace, source, pages);
    inputs.push({ name: `listen.endpoints[${index}]`, kind: 'approvals', controls, files: [], imports: pages.map((page, place) => ({ ...page, measured: place === 0 ? measured : {} })), unread: [], trouble: null });
  }
  return inputs;
}

async function measure(workplace: Workplace, source: string, pages: readonly StoredImport[]): Promise<StoredImport['measured']> {
  const newest = new NewestTotals();
  const input = readingOfSource(workplace.settings, source);
  for (const { sha256, shown } of pages) {
    const file = { path: workplace.evidence.pathOf(sha256), name: basename(shown), shown };
    await decodeHere({ kind: 'approvals', format: source, file, timeZone: input.timeZone, fields: { ...fieldsOf(input), takenAt: undefined } }, {
      restart: never('a second reading'), event: (event) => newest.add(event), order: never('a manual PO'), refuse() {}, control() {}, unread() {}, bytes() {},
    });
  }
  return { documents: newest.size, amounts: newest.amounts() };
}
