import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../src/domain/settings.ts';
import { loosenedSettings } from '../../src/gates/loosened-settings.ts';

const looser = (settings: Record<string, unknown>): Record<string, [standard: string, value: string]> =>
  Object.fromEntries(loosenedSettings(settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, inputs: {}, ...settings })).map(({ setting, default: standard, value }) => [setting, [standard, value]]));

describe('a setting looser than its default', () => {
  it.each<[string, Record<string, unknown>, string, [string, string]]>([
    ['a tolerance', { tolerance: { absolute: { USD: '0.05' } } }, 'tolerance.absolute', ['0', '{"USD":"0.05"}']],
    ['a percentage', { tolerance: { percent: '1' } }, 'tolerance.percent', ['0', '1']],
    ['a wider window for dates, in which more pairs', { matching: { dateWindowDays: 6 } }, 'matching.dateWindowDays', ['5', '6']],
    ['a narrower one, for which the ledger need not reach as far', { matching: { dateWindowDays: 0 } }, 'matching.dateWindowDays', ['5', '0']],
    ['time to key', { matching: { manualEntryGraceDays: 1 } }, 'matching.manualEntryGraceDays', ['0', '1']],
    ['a business week of four days, whose fifth may be empty', { calendar: { businessDays: ['mon', 'tue', 'wed', 'thu'] } }, 'calendar.businessDays', ['mon, tue, wed, thu, fri', 'mon, tue, wed, thu']],
    ['a business week of seven days, in which five are over sooner', { calendar: { businessDays: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] } }, 'calendar.businessDays', ['mon, tue, wed, thu, fri', 'sun, mon, tue, wed, thu, fri, sat']],
    ['another week of five days', { calendar: { businessDays: ['sun', 'mon', 'tue', 'wed', 'thu'] } }, 'calendar.businessDays', ['mon, tue, wed, thu, fri', 'sun, mon, tue, wed, thu']],
    ['a holiday', { calendar: { holidays: ['2026-06-03'] } }, 'calendar.holidays', ['none', '["2026-06-03"]']],
    ['a day without activity', { calendar: { noActivity: ['2026-06-03'] } }, 'calendar.noActivity', ['none', '["2026-06-03"]']],
    ['a shorter window', { gates: { minDays: 7 } }, 'gates.minDays', ['14', '7']],
  ])('is shown: %s', (_, settings, setting, shown) => {
    expect(looser(settings)).toEqual({ [setting]: shown });
  });

  it('is none of these: the defaults, in whatever order, and what is stricter', () => {
    expect(looser({})).toEqual({});
    expect(looser({ calendar: { businessDays: ['fri', 'thu', 'wed', 'tue', 'mon', 'mon'] }, gates: { minDays: 28, maxAcceptedPercent: 0 } })).toEqual({});
  });
});
