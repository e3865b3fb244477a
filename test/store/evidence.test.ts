import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EvidenceStore, hashFile } from '../../src/store/evidence.ts';
import { makeFolder } from '../project-folder.ts';

const BLOCK = 1024 * 1024;

it.each([['an empty file', 0], ['a sheet', 700], ['a file of just one block', BLOCK], ['a file of three blocks and a byte', 3 * BLOCK + 1]])('%s is hashed and kept whole', (_, bytes) => {
  const folder = makeFolder();
  const path = join(folder, 'export.csv');
  const content = Buffer.from(Array.from({ length: bytes }, (__, place) => place % 251));
  writeFileSync(path, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  expect(hashFile(path)).toEqual({ sha256, bytes });
  const store = new EvidenceStore(folder);
  expect(store.keep(path)).toEqual({ sha256, bytes });
  expect(readFileSync(store.pathOf(sha256)).equals(content)).toBe(true);
});
