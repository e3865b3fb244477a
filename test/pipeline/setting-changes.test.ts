import { expect, test } from 'vitest';
import { settingsSchema } from '../../src/domain/settings.ts';
import { settingChanges } from '../../src/pipeline/facts/setting-changes.ts';
import type { ListedRun } from '../../src/store/run-list.ts';

const settingsWith = (people: unknown) => settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, inputs: {}, people });
const runOf = (people: unknown): ListedRun => ({ id: 'run-1', settings: JSON.stringify(settingsWith(people)), asOf: null }) as ListedRun;
const dana = (...emails: string[]) => [{ id: 'dana', name: 'Dana', emails, roles: ['reviewer'] }];

test.each<[string, unknown, unknown, unknown[]]>([
  ['two addresses that have become one person’s', dana('d@shop.example'), dana('d@shop.example', 'dana@shop.example'), [['people[].emails', '(not set)', '[["d@shop.example","dana@shop.example"]]', 'not replayed yet']]],
  ['two that are no longer', dana('d@shop.example', 'dana@shop.example'), [], [['people[].emails', '[["d@shop.example","dana@shop.example"]]', '(not set)', 'not replayed yet']]],
  ['not who may decide', [], dana('d@shop.example'), []],
])('a change after the first run is told: %s', (_, before, now, expected) => {
  expect(settingChanges(settingsWith(now), [runOf(before)], []).map(({ setting, old, new: value, since }) => [setting, old, value, since])).toEqual(expected);
});
