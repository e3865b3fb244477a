import { once } from 'node:events';
import { createReadStream, createWriteStream, renameSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { Draw } from '../draw.ts';

/**
 * Makes a ledger as people keep one: a tenth of the POs lose their reference, and a tenth (half of them the same) the vendor's id, so that its name
 * must tell. Rows with quotes stay as they are.
 */
export async function spoilLedger(path: string): Promise<void> {
  const draw = new Draw(190);
  const fates = new Map<string, number>();
  const out = createWriteStream(`${path}.spoilt`);
  let header: string[] | undefined;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const cells = line.split(',');
    if (header === undefined) header = cells;
    else if (!line.includes('"') && line !== '') {
      const number = cells[header.indexOf('po_number')] as string;
      const fate = fates.get(number) ?? draw.below(100);
      fates.set(number, fate);
      if (fate < 10) cells[header.indexOf('reference')] = '';
      if (fate >= 5 && fate < 15) cells[header.indexOf('vendor_id')] = '';
    }
    if (!out.write(`${cells.join(',')}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  renameSync(`${path}.spoilt`, path);
}
