import { describe, expect, it } from 'vitest';
import { changeTexts } from '../../src/domain/checklist-change.ts';
import type { ChecklistItem } from '../../src/domain/rollback.ts';
import { starterChecklist } from '../../src/project/load-rollback.ts';
import { type SeenChecklist, changesSinceFirst, shortOf } from '../../src/rollback/checklist-changes.ts';

const OWNER: ChecklistItem = { id: 'owner', text: 'Owner and phone are named', kind: 'attest', maxAgeDays: 7 };
const DRILL: ChecklistItem = { id: 'switch-off', text: 'It can be switched off', kind: 'drill', maxAgeDays: 7 };
const PROBE: ChecklistItem = { id: 'status', text: 'The switch answers', kind: 'probe', maxAgeDays: 2, timeoutSeconds: 10, target: { url: 'https://sync.example.com/status?token=S3cr3tS3cr3t', method: 'GET', expectStatus: 200 } };
const FIRST = [OWNER, DRILL, PROBE];

/** The versions A1, A2, … and the one of now, which nobody has recorded. */
const seen = (...versions: ChecklistItem[][]): SeenChecklist[] => versions.map((items, index) => (index === versions.length - 1 ? { items, seen: 'not recorded yet', by: '' } : { items, seen: `A${index + 1}`, by: index === 0 ? '' : 'dana' }));
const told = (...versions: ChecklistItem[][]): string[] => changeTexts(changesSinceFirst(seen(...versions)));

describe('of a checklist is told, since it was first seen', () => {
  it.each<[string, ChecklistItem[], string[]]>([
    ['nothing, where it is as it was', FIRST, []],
    ['nothing, where only the order is another', [PROBE, DRILL, OWNER], []],
    ['an item that was removed, with what it said', [DRILL, PROBE], ['owner: removed; was "Owner and phone are named" (attest) (not recorded yet)']],
    ['an item that was added', [...FIRST, { ...OWNER, id: 'deputy' }], ['deputy: "Owner and phone are named" (attest); was not there (not recorded yet)']],
    ['evidence that counts for longer', [OWNER, { ...DRILL, maxAgeDays: 60 }, PROBE], ['switch-off, maxAgeDays: 60 days; was 7 days (not recorded yet)']],
    ['evidence that counts for less long', [OWNER, { ...DRILL, maxAgeDays: 1 }, PROBE], ['switch-off, maxAgeDays: 1 day; was 7 days (not recorded yet)']],
    ['another text', [{ ...OWNER, text: 'Somebody is named' }, DRILL, PROBE], ['owner, text: "Somebody is named"; was "Owner and phone are named" (not recorded yet)']],
    ['another kind', [OWNER, { ...DRILL, kind: 'attest' }, PROBE], ['switch-off, kind: attest; was drill (not recorded yet)']],
    ['a probe that asks elsewhere, without the secret in its address', [OWNER, DRILL, { ...PROBE, target: { url: 'https://localhost/', method: 'GET', expectStatus: 200 } }], ['status, probe: GET https://localhost/, which answers 200; was GET https://sync.example.com/status?token=***, which answers 200 (not recorded yet)']],
    ['a probe that passes with another answer', [OWNER, DRILL, { ...PROBE, target: { url: 'https://sync.example.com/status?token=S3cr3tS3cr3t', method: 'GET', expectStatus: 503 } }], ['status, probe: GET https://sync.example.com/status?token=***, which answers 503; was GET https://sync.example.com/status?token=***, which answers 200 (not recorded yet)']],
    ['nothing of a longer time limit', [OWNER, DRILL, { ...PROBE, timeoutSeconds: 60 }], []],
  ])('%s', (_, now, expected) => {
    expect(told(FIRST, now)).toEqual(expected);
  });

  it('nothing that was changed and put back', () => {
    expect(told(FIRST, [DRILL], FIRST)).toEqual([]);
  });

  it('the entry with which a change was seen first, whatever else changed since', () => {
    const older = { ...DRILL, maxAgeDays: 60 };
    expect(told(FIRST, [OWNER, older, PROBE], [older, PROBE], [older])).toEqual([
      'owner: removed; was "Owner and phone are named" (attest) (A3, by dana)', 'switch-off, maxAgeDays: 60 days; was 7 days (A2, by dana)', 'status: removed; was "The switch answers" (probe) (not recorded yet)',
    ]);
  });

  it('the newest time that it was changed, where it was put back in between', () => {
    expect(told(FIRST, [DRILL, PROBE], FIRST, [DRILL, PROBE], [DRILL, PROBE])).toEqual(['owner: removed; was "Owner and phone are named" (attest) (A4, by dana)']);
  });

  it('nothing, where nobody has seen another one', () => {
    expect(told([DRILL])).toEqual([]);
    expect(told()).toEqual([]);
  });
});

describe('held against what po-shadow init writes', () => {
  it('a checklist that is it has nothing to tell', async () => {
    const items = await starterChecklist();
    expect(items.length).toBeGreaterThan(5);
    expect(shortOf(items, { items, seen: '', by: '' })).toEqual([]);
  });

  it('one that was cut down before anybody saw it tells what it lacks, in one line, and what is looser', async () => {
    const items = await starterChecklist();
    const cut = items.slice(0, 3).map((item) => ({ ...item, maxAgeDays: item.id === 'checkpoint' ? 300 : 1 }));
    expect(changeTexts(shortOf(items, { items: [...cut, OWNER], seen: '', by: '' }))).toEqual([
      'checkpoint, maxAgeDays: 300 days; po-shadow init writes 7 days', `not in it, of what po-shadow init writes: ${items.slice(3).map(({ id }) => id).join(', ')}`,
    ]);
  });
});
