import { describe, expect, test } from 'vitest';
import { fold } from '../../src/domain/text.ts';
import { approvalPath } from '../../src/routing/approval-path.ts';
import { instant, snapshot } from '../replay/world.ts';

const SUBMITTED = '2026-06-01T08:00:00Z';
const at = (hour: string): string => `2026-06-02T${hour}:00:00Z`;

describe('the approval path of a report', () => {
  test.each<[string, string[] | null, string]>([
    ['is the role of who approved', [`manager lee@shop.example approved ${at('10')}`], 'manager'],
    ['is in the order in which they approved, not in that of the list', [`vp kim@shop.example approved ${at('12')}`, `manager lee@shop.example approved ${at('10')}`], 'manager → vp'],
    ['leaves out who took the approval back', [`manager lee@shop.example approved ${at('10')}`, `vp kim@shop.example approved ${at('11')}`, `vp kim@shop.example rejected ${at('12')}`], 'manager'],
    ['leaves out what was approved before this revision was submitted', [`manager lee@shop.example approved 2026-05-30T10:00:00Z`, `vp kim@shop.example approved ${at('11')}`], 'vp'],
    ['has a role twice where two people held it', [`manager lee@shop.example approved ${at('10')}`, `manager kim@shop.example approved ${at('11')}`], 'manager → manager'],
    ['says where nobody approved', [`manager lee@shop.example rejected ${at('10')}`], 'nobody'],
    ['says where the source carries no chain', null, 'no chain'],
  ])('%s', (_, chain, path) => {
    expect(approvalPath(snapshot({ chain }), instant(SUBMITTED), fold)).toBe(path);
  });
});
