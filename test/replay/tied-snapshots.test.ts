import { describe, expect, test } from 'vitest';
import { compareEvents } from '../../src/replay/replay-report.ts';
import { contradictionIn } from '../../src/replay/tied-snapshots.ts';
import { type EventParts, World, event } from './world.ts';

const DAY = (day: number): string => `2026-06-0${day}T14:00:00Z`;
const final = (eventId: string, amount: string, parts: EventParts = {}): EventParts => ({ eventId, at: DAY(2), lines: [{ amount }], ...parts });

/** The ids of the two events that contradict each other, the one that was taken first; null where none do. */
function contradicting(...events: EventParts[]): string[] | null {
  const world = new World();
  const recorded = events.map(event).sort(compareEvents);
  return contradictionIn(recorded, world.context(), world.replay(...events).transaction)?.map(({ snapshot }) => snapshot.eventId) ?? null;
}

describe('two snapshots of one revision and one instant', () => {
  test.each<[string, EventParts[], string[] | null]>([
    ['with different amounts contradict each other', [final('a', '100.00'), final('b', '120.00')], ['b', 'a']],
    ['whichever is read first', [final('b', '120.00'), final('a', '100.00')], ['b', 'a']],
    ['of no instant at all too', [final('a', '100.00', { at: null }), final('b', '120.00', { at: null })], ['b', 'a']],
    ['with the same content do not', [final('a', '100.00'), final('b', '100.00')], null],
    ['nor approved and paid with the same content', [final('a', '100.00'), final('b', '100.00', { status: 'paid' })], null],
    ['approved and paid with different amounts do', [final('a', '100.00', { status: 'paid' }), final('b', '120.00')], ['b', 'a']],
    ['of which one is recalled do, where the approval comes last by its id alone', [final('a', '100.00', { status: 'recalled' }), final('b', '100.00')], ['b', 'a']],
    ['and not where the recall does, as a recall would: no PO stands that could match', [final('a', '100.00'), final('b', '100.00', { status: 'recalled' })], null],
    ['of which one was only submitted do not: that comes before', [final('b', '100.00', { status: 'submitted', chain: [] }), final('c', '100.00')], null],
    ['of two revisions do not', [final('a', '100.00'), final('b', '120.00', { revision: 2 })], null],
    ['of two instants do not', [final('a', '100.00'), final('b', '120.00', { at: DAY(3) })], null],
    ['do not where a later snapshot says what counts', [final('a', '100.00'), final('b', '120.00'), final('c', '120.00', { at: DAY(3) })], null],
    ['still do where the later one is only a repetition of one that is stale', [final('a', '100.00', { revision: 2 }), final('b', '120.00', { revision: 2 }), final('c', '90.00', { at: DAY(3) })], ['b', 'a']],
    ['are told among three, of which two agree', [final('a', '120.00'), final('b', '100.00'), final('c', '120.00')], ['c', 'b']],
  ])('%s', (_, events, expected) => {
    expect(contradicting(...events)).toEqual(expected);
  });

  test('are told where they are too many to be tried one by one', () => {
    expect(contradicting(...Array.from({ length: 12 }, (_, place) => final(`e${place}`, `${100 + place}.00`)))).not.toBeNull();
  });
});
