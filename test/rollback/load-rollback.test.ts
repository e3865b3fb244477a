import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChecklistItem } from '../../src/domain/rollback.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import { loadRollback } from '../../src/project/load-rollback.ts';
import { starterFiles } from '../../src/project/starter.ts';
import { makeProject } from '../project-folder.ts';

const load = (text: string | null): Promise<ChecklistItem[]> => loadRollback({ folder: makeProject({ files: { 'rollback.yaml': text } }).dir, allowOutside: false });
const item = (more: string): string => `items:\n  - { id: a, text: Owner, maxAgeDays: 7, ${more} }\n`;
const problem = async (text: string): Promise<CannotRun> => {
  try {
    await load(text);
  } catch (error) {
    if (error instanceof CannotRun) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

describe('rollback.yaml', () => {
  it('may be missing or empty: then nothing is on the checklist', async () => {
    for (const text of [null, '', '# nothing yet\n', 'items: []\n']) expect(await load(text)).toEqual([]);
  });

  it('lists what is to be shown, with the defaults of a probe', async () => {
    expect(await load('items:\n  - { id: a, text: " Owner ", kind: attest, maxAgeDays: 7 }\n  - { id: b, text: Status, kind: probe, url: "https://sync.example.com/x", maxAgeDays: 1 }\n  - { id: c, text: Locks, kind: probe, command: [./locks, --max, "5"], timeoutSeconds: 60, maxAgeDays: 1 }\n')).toEqual([
      { id: 'a', text: 'Owner', kind: 'attest', maxAgeDays: 7 },
      { id: 'b', text: 'Status', kind: 'probe', maxAgeDays: 1, timeoutSeconds: 10, target: { url: 'https://sync.example.com/x', method: 'GET', expectStatus: 200 } },
      { id: 'c', text: 'Locks', kind: 'probe', maxAgeDays: 1, timeoutSeconds: 60, target: { command: ['./locks', '--max', '5'] } },
    ]);
  });

  it.each([
    ['a key that is misspelt', item('kind: attest, maxAgeDay: 3'), 'rollback.yaml:2', /unknown key "maxAgeDay" in items\[0\]/, /Did you mean "maxAgeDays"\?/],
    ['a key that is misspelt at the top', 'item: []\n', 'rollback.yaml:1', /unknown key "item"/, /Did you mean "items"\?/],
    ['a kind that is misspelt', item('kind: atest'), 'rollback.yaml:2', /kind: must be one of attest, probe, drill/, /Did you mean "attest"\?/],
    ['an item without maxAgeDays', 'items:\n  - { id: a, text: Owner, kind: attest }\n', 'rollback.yaml:2', /maxAgeDays is missing/, /docs\/rollback\.md/],
    ['evidence that counts for ever', 'items:\n  - { id: a, text: Owner, kind: attest, maxAgeDays: 100000 }\n', 'rollback.yaml:2', /maxAgeDays/, /./],
    ['an id that stands twice', 'items:\n  - { id: a, text: One, kind: drill, maxAgeDays: 1 }\n  - { id: a, text: Two, kind: drill, maxAgeDays: 1 }\n', 'rollback.yaml:3', /a stands here a second time/, /./],
    ['an attestation with an address', item('kind: attest, url: "https://a.example"'), 'rollback.yaml:2', /url: belongs to a probe, and this item is of kind attest/, /./],
    ['a drill with a command', item('kind: drill, command: ["true"]'), 'rollback.yaml:2', /command: belongs to a probe/, /./],
    ['a probe of nothing', item('kind: probe'), 'rollback.yaml:2', /a probe needs either url or command/, /./],
    ['a probe of two things', item('kind: probe, url: "https://a.example", command: ["true"]'), 'rollback.yaml:2', /either url or command/, /./],
    ['a command that expects a status', item('kind: probe, command: ["true"], expectStatus: 200'), 'rollback.yaml:2', /expectStatus: belongs to a url/, /./],
    ['a command as a text, which only a shell could read', item('kind: probe, command: "rm -rf x"'), 'rollback.yaml:2', /command: must be a list/, /./],
    ['a method that changes something', item('kind: probe, url: "https://a.example", method: POST'), 'rollback.yaml:2', /method: must be one of GET, HEAD/, /./],
    ['an address of a file', item('kind: probe, url: "file:///etc/passwd"'), 'rollback.yaml:2', /url: must begin with http/, /./],
    ['an address with a password', item('kind: probe, url: "https://a:b@sync.example.com"'), 'rollback.yaml:2', /url: must not hold a user name or password/, /./],
    ['something that is no address', item('kind: probe, url: "sync"'), 'rollback.yaml:2', /url: is not an address/, /./],
    ['a list without items', '- a\n', 'rollback.yaml', /the checklist must be keys with values/, /./],
    ['broken YAML', 'items: [\n', 'rollback.yaml:2', /./, /Correct the YAML/],
  ])('is refused for %s', async (_, text, where, what, remedy) => {
    const { message, where: at, remedy: cure } = await problem(text);
    expect(message).toMatch(what);
    expect(at).toBe(where);
    expect(cure).toMatch(remedy);
  });

  it('has every key of an item in its documentation, in this order, and no other', async () => {
    const [, known = ''] = /Known keys here: (.+)\.$/.exec((await problem(item('kind: attest, somethingElse: 1'))).remedy ?? '') ?? [];
    const documented = readFileSync(new URL('../../docs/rollback.md', import.meta.url), 'utf8').split('\n## ')[1] ?? '';
    expect([...documented.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key)).toEqual(known.split(', '));
  });

  it('as init writes it can be read, and has an item for each thing that a cutover must have ready', async () => {
    const items = await load(starterFiles().get('rollback.yaml') as string);
    expect(items.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'switch-off drill', 'manual-export-log drill', 'checkpoint drill', 'keyed-by-hand attest', 'switch-tried attest',
      'owner-and-phone attest', 'outside-business-hours attest', 'erp-thresholds attest', 'point-of-no-return attest',
    ]);
    const withProbes = (starterFiles().get('rollback.yaml') as string).replaceAll('  # - {', '  - {');
    expect((await load(withProbes)).filter(({ kind }) => kind === 'probe')).toHaveLength(2);
  });
});
