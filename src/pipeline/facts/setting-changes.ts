import type { AuditEntry } from '../../domain/audit.ts';
import { formatInstant } from '../../domain/calendar.ts';
import { entryName } from '../../domain/audit.ts';
import { sharedAddresses } from '../../domain/people.ts';
import type { Settings } from '../../domain/settings.ts';
import type { SettingChange } from '../../domain/setting-change.ts';
import { loosenedSettings } from '../../gates/loosened-settings.ts';
import type { ListedRun } from '../../store/run-list.ts';

/** Keys whose change says nothing of what is being proven: who may decide (but for whose addresses are one person's), and what people read off a screen. */
const BESIDE_THE_POINT = new Set(['people', 'company', 'cutover']);

/** The settings as one value a key: `matching.dateWindowDays`; lists stay whole. */
function flat(value: unknown, at = '', into = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) for (const [key, inner] of Object.entries(value)) flat(inner, at === '' ? key : `${at}.${key}`, into);
  else into.set(at, typeof value === 'string' ? value : JSON.stringify(value));
  return into;
}

/** The values of settings as they are stored; of people, besides, the addresses of which routing takes several for one person. */
function valuesOf(stored: string): Map<string, string> {
  const settings = JSON.parse(stored) as Settings;
  const addresses = sharedAddresses(settings.people ?? []);
  const values = flat(settings);
  if (addresses.length > 0) values.set('people[].emails', JSON.stringify(addresses));
  return values;
}

/** What is looser than its default, and what was changed after the first run: from what to what, with which run it came, who did it and why, so far as the trail says. */
export function settingChanges(settings: Settings, runs: readonly ListedRun[], trail: readonly AuditEntry[]): SettingChange[] {
  const changes: SettingChange[] = loosenedSettings(settings).map(({ setting, default: standard, value }) => ({ setting, old: `${standard} (default)`, new: value, by: '', why: '', since: 'looser than the default' }));
  const versions = [...runs.map((run) => ({ run, values: valuesOf(run.settings) })), { run: undefined, values: valuesOf(JSON.stringify(settings)) }];
  for (let index = 1; index < versions.length; index++) {
    const before = versions[index - 1] as (typeof versions)[number];
    const { run, values } = versions[index] as (typeof versions)[number];
    for (const key of new Set([...before.values.keys(), ...values.keys()])) {
      const old = before.values.get(key);
      const now = values.get(key);
      if (old === now || BESIDE_THE_POINT.has(key.split('.')[0] as string)) continue;
      const entry = trail.find(({ act }) => run !== undefined && act.kind === 'run' && act.run === run.id);
      changes.push({
        setting: key, old: old ?? '(not set)', new: now ?? '(not set)', by: entry?.actor.person ?? entry?.actor.osUser ?? '', why: entry?.act.kind === 'run' ? entry.act.reason : '',
        since: run === undefined ? 'not replayed yet' : `${run.id}${entry === undefined ? '' : `, ${entryName(entry.sequence)}`}${run.asOf === null ? '' : `, ${formatInstant(run.asOf)}`}`,
      });
    }
  }
  return changes;
}
