import { describe, expect, it } from 'vitest';
import type { Act, AuditEntry } from '../../src/domain/audit.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { partInScope } from '../../src/pipeline/decisions/review-scope.ts';
import { standingReviewer } from '../../src/pipeline/decisions/standing-reviewer.ts';
import type { Workplace } from '../../src/pipeline/workplace.ts';
import { DecisionBook } from '../../src/resolution/decision-book.ts';

const entry = (sequence: number, act: Act, person: string | null): AuditEntry => ({ sequence, at: sequence, clock: 'machine', actor: { person, osUser: null, osHost: null }, act, previous: '', hash: '' });
const run = (sequence: number, configuration: string, person: string | null): AuditEntry => entry(sequence, { kind: 'run', run: `run-${sequence}`, number: sequence, digest: '', fingerprint: '', configuration, program: '', settings: '', checklist: null, reason: '' }, person);
const placeOf = (people: unknown): Workplace => ({ settings: settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, inputs: {}, people }) }) as Workplace;
const review = entry(9, { kind: 'scope', leftOut: 'x', reason: 'merchandise' }, 'gus');
const gus = (roles: string[]) => [{ id: 'gus', name: 'Gus', roles }];

describe('a review of what scope leaves out', () => {
  it.each<[string, unknown, AuditEntry[], string | null]>([
    ['holds while its reviewer may review', gus(['reviewer']), [run(1, 'c1', 'frank')], 'gus'],
    ['and ran it, as it was', gus(['Reviewer']), [run(1, 'c1', 'frank'), run(2, 'c1', 'gus')], 'gus'],
    ['not once the reviewer has no such role', gus(['preparer']), [run(1, 'c1', 'frank')], null],
    ['nor where the settings no longer name them', [], [run(1, 'c1', 'frank')], null],
    ['nor where they made the first run', gus(['reviewer']), [run(1, 'c1', 'gus')], null],
    ['nor where they brought in another configuration', gus(['reviewer']), [run(1, 'c1', 'frank'), run(2, 'c2', 'gus')], null],
  ])('%s', (_, people, entries, reviewer) => {
    expect(standingReviewer(placeOf(people), review, partInScope(new DecisionBook(entries), () => undefined))).toBe(reviewer);
  });

  it('does not hold where the reviewer keyed one of the POs that are in no row', () => {
    expect(standingReviewer(placeOf(gus(['reviewer'])), review, partInScope(new DecisionBook([]), ({ id }) => `${id} entered PO-1`))).toBeNull();
  });

  it('is none where nobody made it', () => {
    expect(standingReviewer(placeOf(gus(['reviewer'])), undefined, () => undefined)).toBeNull();
  });
});
