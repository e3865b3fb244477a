import { describe, expect, test } from 'vitest';
import type { ExpenseLine } from '../../src/domain/expense-report.ts';
import type { LedgerLine, ManualPurchaseOrder } from '../../src/domain/ledger-entry.ts';
import { patternMatcher } from '../../src/domain/pattern.ts';
import { ledgerScope, lineScope } from '../../src/mapping/scope.ts';
import { snapshot } from '../replay/world.ts';

const line = (parts: Partial<ExpenseLine> = {}): ExpenseLine => ({ ...(snapshot().lines[0] as ExpenseLine), ...parts });

function order(parts: Partial<ManualPurchaseOrder> = {}, accounts: [account: string, status?: LedgerLine['status']][] = [['6110']]): ManualPurchaseOrder {
  return {
    poNumber: 'PO-1', poDate: '2026-06-02', period: '2026-06', vendorId: 'V-1001', vendorName: 'Acme', currency: 'USD', entity: '', reference: '', memo: '', enteredBy: ['clerk1'], enteredAt: null,
    lines: accounts.map(([glAccount, status = 'open'], index) => ({ line: String(index + 1), glAccount, department: '', location: '', amountMinor: 100, taxMinor: null, status, row: index + 2 })), ...parts,
  };
}

describe('a pattern', () => {
  test.each([
    ['6110', '6110', true], ['6110', '61100', false], ['61*', '6110', true], ['*10', '6110', true], ['6*0', '6110', true], ['*', '', true], ['clerk*', 'CLERK7', true], ['a.c', 'abc', false], ['a.*', 'a.bc', true],
  ])('%s for %s: %s', (pattern, text, expected) => {
    expect(patternMatcher([pattern])(text)).toBe(expected);
  });
});

describe('expense lines that the integration is for', () => {
  test.each([
    ['all, without a scope', {}, {}, {}, null],
    ['an included category', { category: ['Cleaning'] }, {}, {}, null],
    ['another category', { category: ['Supplies'] }, {}, {}, 'scope.lines.include.category'],
    ['everything included must hold', { category: ['Cleaning'], paymentType: ['company card'] }, {}, { paymentType: 'Cash' }, 'scope.lines.include.paymentType'],
    ['an excluded payment type', {}, { paymentType: ['cash'] }, { paymentType: 'Cash' }, 'scope.lines.exclude.paymentType'],
    ['anything excluded suffices', {}, { paymentType: ['cash'], category: ['Cleaning'] }, { paymentType: 'Card' }, 'scope.lines.exclude.category'],
    ['an excluded vendor by merchant', {}, { vendor: ['acme*'] }, {}, 'scope.lines.exclude.vendor'],
    ['an excluded vendor by the ERP’s id', {}, { vendor: ['V-1001'] }, {}, 'scope.lines.exclude.vendor'],
    ['reimbursable lines alone', { reimbursable: true }, {}, { reimbursable: false }, 'scope.lines.include.reimbursable'],
    ['a line of which it is not known is not included', { reimbursable: true }, {}, {}, 'scope.lines.include.reimbursable'],
    ['and not excluded', {}, { reimbursable: false }, {}, null],
  ])('%s', (_, include, exclude, parts, expected) => {
    expect(lineScope({ include, exclude })(line(parts), 'V-1001')).toBe(expected);
  });
});

describe('ledger entries that the integration is for', () => {
  test.each([
    ['all, without a scope', {}, {}, order(), null],
    ['merchandise vendors excluded by pattern', {}, { vendor: ['V-9*'] }, order({ vendorId: 'V-9001' }), 'scope.ledger.exclude.vendor'],
    ['by name where the id is blank', {}, { vendor: ['acme'] }, order({ vendorId: '' }), 'scope.ledger.exclude.vendor'],
    ['some clerks alone', { enteredBy: ['clerk*'] }, {}, order({ enteredBy: ['robot'] }), 'scope.ledger.include.enteredBy'],
    ['keyed by one of these clerks and somebody else', { enteredBy: ['clerk*'] }, {}, order({ enteredBy: ['clerk1', 'robot'] }), null],
    ['a robot’s excluded', {}, { enteredBy: ['robot'] }, order({ enteredBy: ['robot'] }), 'scope.ledger.exclude.enteredBy'],
    ['but not what somebody else keyed a line of', {}, { enteredBy: ['robot'] }, order({ enteredBy: ['clerk1', 'robot'] }), null],
    ['nor where a line names nobody', {}, { enteredBy: ['robot'] }, order({ enteredBy: ['', 'robot'] }), null],
    ['two robots’ excluded', {}, { enteredBy: ['robot*'] }, order({ enteredBy: ['robot1', 'robot2'] }), 'scope.ledger.exclude.enteredBy'],
    ['a range of numbers', {}, { poNumber: ['M-*'] }, order({ poNumber: 'M-77' }), 'scope.ledger.exclude.poNumber'],
    ['included where any line has the account', { glAccount: ['6110'] }, {}, order({}, [['6110'], ['5000']]), null],
    ['excluded only where every line has it', {}, { glAccount: ['5*'] }, order({}, [['6110'], ['5000']]), null],
    ['excluded where every one has', {}, { glAccount: ['5*'] }, order({}, [['5010'], ['5000']]), 'scope.ledger.exclude.glAccount'],
    ['a cancelled line counts for nothing', { glAccount: ['6110'] }, {}, order({}, [['6110', 'cancelled'], ['5000']]), 'scope.ledger.include.glAccount'],
    ['nor does it keep a PO in', {}, { glAccount: ['5*'] }, order({}, [['6110', 'cancelled'], ['5000']]), 'scope.ledger.exclude.glAccount'],
  ])('%s', (_, include, exclude, entry, expected) => {
    expect(ledgerScope({ include, exclude })(entry)).toBe(expected);
  });
});
