import { expect, test } from 'vitest';
import { changedSettings } from '../../src/domain/changed-settings.ts';
import { type Settings, settingsSchema } from '../../src/domain/settings.ts';
import { ruleText } from '../../src/domain/whatif.ts';

const settings = (parts: Record<string, unknown> = {}): Settings => settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, timeZone: 'UTC', inputs: {}, routing: [{ name: 'manager', require: ['manager'] }], ...parts });

test.each<[string, Record<string, unknown>, string[]]>([
  ['none', {}, []],
  ['none that changes no answer: what the company is called, who may review, what gates ask for', { company: 'Another', people: [{ id: 'dana', name: 'Dana', roles: ['reviewer'] }], gates: { minDays: 30 } }, []],
  ['the addresses that are one person\'s', { people: [{ id: 'dana', name: 'Dana', emails: ['dana@shop.example', 'Ann@shop.example'] }] }, ['other.yaml people → [["ann@shop.example","dana@shop.example"]] (new)']],
  ['a key, by its path', { matching: { dateWindowDays: 9 } }, ['other.yaml matching.dateWindowDays: 5 → 9']],
  ['a key of the window, alone', { window: { from: '2026-06-02', to: '2026-06-14' } }, ['other.yaml window.from: 2026-06-01 → 2026-06-02']],
  ['a list, whole', { cancelStates: ['recalled'] }, [expect.stringMatching(/^other\.yaml cancelStates.*\["recalled"\]/) as unknown as string]],
  ['a routing rule, by its name', { routing: [{ name: 'manager', require: ['vp'] }] }, ['other.yaml routing manager: {"require":["manager"]} → {"require":["vp"]}']],
  ['a routing rule that is new, and one that is gone', { routing: [{ name: 'vp', require: ['vp'] }] }, ['other.yaml routing vp → {"require":["vp"]} (new)', 'other.yaml routing manager → {"require":["manager"]} (removed)']],
])('settings that differ: %s', (_, parts, texts) => {
  expect(changedSettings(settings(), settings(parts), 'other.yaml').map(ruleText)).toEqual(texts);
});

test('the order in which people and their addresses are listed changes no answer', () => {
  const dana = ['dana@shop.example', 'ann@shop.example'];
  const ray = ['ray@shop.example', 'bob@shop.example'];
  const listing = (...people: string[][]): Settings => settings({ people: people.map((emails) => ({ id: [...emails].sort()[0], name: emails.toSorted().join(), emails })) });
  expect(changedSettings(listing(dana, ray), listing(ray.toReversed(), dana.toReversed()), 'other.yaml')).toEqual([]);
});
