import { describe, expect, test } from 'vitest';
import type { RoutingRule } from '../../src/domain/settings.ts';
import { fold } from '../../src/domain/text.ts';
import { applies, decideRouting, routingShortfall, standingApprovals } from '../../src/routing/routing.ts';
import { type EventParts, decision, instant, snapshot } from '../replay/world.ts';

const MANAGER: RoutingRule = { name: 'manager', require: ['manager'] };
const OVER_5000: RoutingRule = { name: 'over-5000', when: { total: { gt: '5000.00' } }, require: ['vp'] };

/** The names of the rules that a chain leaves unsatisfied. */
function unsatisfied(rules: RoutingRule[], chain: string[], parts: EventParts = {}, submitted: string | null = null): string[] {
  return decideRouting(rules, snapshot({ ...parts, chain }), submitted === null ? null : instant(submitted), fold).filter(({ satisfied }) => !satisfied).map(({ rule }) => rule);
}

const approved = (role: string, who: string, at = '2026-06-02T15:00:00Z'): string => `${role} ${who}@shop.example approved ${at}`;
const refused = (role: string, who: string, at: string): string => `${role} ${who}@shop.example rejected ${at}`;

describe('when a rule applies', () => {
  const of = (when: RoutingRule['when']): RoutingRule => ({ name: 'rule', require: ['x'], ...(when === undefined ? {} : { when }) });

  test.each([
    ['always, without a condition', undefined, {}, true],
    ['a total above the bound', { total: { gt: '100.00' } }, { total: '100.01' }, true],
    ['not at the bound', { total: { gt: '100.00' } }, { total: '100.00' }, false],
    ['at the bound, where it is included', { total: { gte: '100.00' } }, { total: '100.00' }, true],
    ['below an upper bound', { total: { lt: '100.00' } }, { total: '99.99' }, true],
    ['not at an upper bound', { total: { lt: '100.00' } }, { total: '100.00' }, false],
    ['at an upper bound that is included', { total: { lte: '100' } }, { total: '100.00' }, true],
    ['between two bounds', { total: { gt: '50', lte: '150' } }, { total: '100.00' }, true],
    ['a bound finer than the currency', { total: { gt: '5000.50' } }, { currency: 'JPY', total: '5001', lines: [{ amount: '5001' }] }, true],
    ['not below such a bound', { total: { gt: '5000.50' } }, { currency: 'JPY', total: '5000', lines: [{ amount: '5000' }] }, false],
    ['a total in a currency of three decimals', { total: { gt: '5000.00' } }, { currency: 'KWD', total: '5000.001', lines: [{ amount: '5000.001' }] }, true],
    ['the currency named beside the total', { total: { gt: '50' }, currency: ['EUR'] }, { currency: 'EUR' }, true],
    ['not in another currency, whatever the total', { total: { gt: '50' }, currency: ['EUR'] }, { currency: 'USD' }, false],
    ['the department of any line', { department: ['marketing'] }, { lines: [{}, { department: 'Marketing' }] }, true],
    ['the employee’s department where a line has none', { department: ['Marketing'] }, { department: 'Marketing' }, true],
    ['not the employee’s where every line has another', { department: ['Marketing'] }, { department: 'Marketing', lines: [{ department: 'Store Operations' }] }, false],
    ['the location, one of a list', { location: ['Store 003', 'Store 012'] }, {}, true],
    ['not another location', { location: ['Store 003'] }, {}, false],
    ['the category of any line', { category: ['Supplies'] }, { lines: [{}, { category: 'SUPPLIES' }] }, true],
    ['only where everything named holds', { category: ['Cleaning'], location: ['Store 003'] }, {}, false],
  ] satisfies [string, RoutingRule['when'], EventParts, boolean][])('%s', (_, when, parts, expected) => {
    expect(applies(of(when), snapshot(parts))).toBe(expected);
  });
});

describe('which decisions stand', () => {
  const standing = (chain: string[], submitted: string | null = null): string[] => standingApprovals(chain.map(decision), submitted === null ? null : instant(submitted), fold).map(({ role, approver }) => `${role} ${approver.split('@')[0]}`);

  test.each([
    ['an approval', [approved('manager', 'lee')], null, ['manager lee']],
    ['not a rejection', [refused('manager', 'lee', '2026-06-02T15:00:00Z')], null, []],
    ['an approval after a rejection', [refused('manager', 'lee', '2026-06-01T15:00:00Z'), approved('manager', 'lee')], null, ['manager lee']],
    ['not one that the same approver took back', [approved('manager', 'lee'), refused('manager', 'lee', '2026-06-02T16:00:00Z')], null, []],
    ['not one that the same approver took back in another role', [approved('manager', 'lee'), refused('vp', 'LEE', '2026-06-02T16:00:00Z')], null, []],
    ['not the first of two at one instant where the second rejects', [approved('manager', 'lee'), refused('manager', 'lee', '2026-06-02T15:00:00Z')], null, []],
    ['one that somebody else rejected', [approved('manager', 'lee'), refused('manager', 'kim', '2026-06-02T16:00:00Z')], null, ['manager lee']],
    ['not one given before the revision was first submitted', [approved('manager', 'lee')], '2026-06-02T15:00:01Z', []],
    ['one given as it was submitted', [approved('manager', 'lee')], '2026-06-02T15:00:00Z', ['manager lee']],
  ])('%s', (_, chain, submitted, expected) => {
    expect(standing(chain, submitted)).toEqual(expected);
  });
});

describe('who satisfies which rule', () => {
  const large = { total: '6000.00', lines: [{ amount: '6000.00' }] };
  test.each([
    ['one manager for one rule', [MANAGER], [approved('manager', 'lee')], {}, []],
    ['nobody', [MANAGER], [], {}, ['manager']],
    ['a role in another case', [MANAGER], [approved('Manager', 'lee')], {}, []],
    ['another role', [MANAGER], [approved('vp', 'kim')], {}, ['manager']],
    ['two roles, two people', [MANAGER, OVER_5000], [approved('manager', 'lee'), approved('vp', 'kim')], large, []],
    ['two roles held by one person', [MANAGER, OVER_5000], [approved('manager', 'lee'), approved('vp', 'lee')], large, ['over-5000']],
    ['two roles of which one person holds both, another one', [MANAGER, OVER_5000], [approved('manager', 'lee'), approved('vp', 'lee'), approved('manager', 'kim')], large, []],
    ['a rule that does not apply', [MANAGER, OVER_5000], [approved('manager', 'lee')], {}, []],
    ['one role that two rules ask for needs one person', [MANAGER, { name: 'again', require: ['manager'] }], [approved('manager', 'lee')], {}, []],
    ['a rule that asks for two managers', [{ name: 'two', require: ['manager', 'manager'] }], [approved('manager', 'lee')], {}, ['two']],
    ['and gets them', [{ name: 'two', require: ['manager', 'manager'] }], [approved('manager', 'lee'), approved('manager', 'kim')], {}, []],
    ['the same manager twice is one', [{ name: 'two', require: ['manager', 'manager'] }], [approved('manager', 'lee'), approved('manager', 'LEE', '2026-06-02T16:00:00Z')], {}, ['two']],
  ] satisfies [string, RoutingRule[], string[], EventParts, string[]][])('%s', (_, rules, chain, parts, expected) => {
    expect(unsatisfied(rules, chain, parts)).toEqual(expected);
  });

  test('a chain that the source does not carry decides nothing', () => {
    expect(decideRouting([MANAGER], snapshot({ chain: null }), null, fold)).toEqual([]);
  });

  test('the decision names who approved', () => {
    expect(decideRouting([MANAGER], snapshot({ chain: [approved('manager', 'lee')] }), null, fold)).toEqual([{ rule: 'manager', required: ['manager'], satisfiedBy: ['lee@shop.example'], satisfied: true }]);
  });

  test('the shortfall names the rule, and the roles that nobody filled', () => {
    const decisions = decideRouting([MANAGER, OVER_5000], snapshot({ ...large, chain: [] }), null, fold);
    expect(routingShortfall(decisions, 'approvals.jsonl:7')).toEqual({ field: 'report.approvals', value: 'manager', at: 'approvals.jsonl:7', detail: 'no standing approval as manager', others: 1 });
  });
});
