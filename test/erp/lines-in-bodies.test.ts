import { describe, expect, test } from 'vitest';
import { erpDefaultsSchema } from '../../src/domain/erp-settings.ts';
import { erpProfile } from '../../src/erp/erp-profile.ts';
import { type EventParts, sha256 } from '../replay/world.ts';
import { DEFAULTS, ERPS, type ErpName, bodyOf, worldOf } from './erps.ts';

const REPORT: EventParts = { id: 'EXP-9041', name: 'June cleaning', lines: [{ description: 'Floor' }, { amount: '-3.50', location: 'Store 003' }] };
const linesOf = (erp: ErpName | 'generic', report: EventParts, defaults: Record<string, unknown> = {}): string[] => {
  const settings = erp === 'generic' ? {} : { [erp]: { ...DEFAULTS[erp], ...defaults } };
  const profile = erpProfile({ erp, erpDefaults: erpDefaultsSchema.parse(settings), erpObjections: undefined }, sha256);
  const body = bodyOf(erp === 'generic' ? worldOf('netsuite', { erp: 'generic' }).replay(report) : worldOf(erp, { defaults }).replay(report));
  return profile.linesIn(body).map(({ glAccount, department, location, description, amount }) => [glAccount, department, location, description, amount].join('|'));
};

describe('the lines of a stored body are told with account, department, location, text and amount', () => {
  test.each<[ErpName | 'generic', string[]]>([
    ['generic', ['6110|D-10|L-012|Floor|100.00', '6110|D-10|L-003||-3.50']],
    ['netsuite', ['6110|D-10|L-012|Floor|100.00', '6110|D-10|L-003||-3.50']],
    ['sap-s4', ['6110|D-10||Floor|100.00', '6110|D-10||June cleaning|-3.50']],
    ['dynamics-bc', ['6110|D-10|L-012|Floor|100.00', '6110|D-10|L-003|June cleaning|-3.50']],
    ['dynamics-fo', ['6110|D-10|L-012|Floor|100.00', '6110|D-10|L-003|June cleaning|-3.50']],
  ])('%s', (erp, lines) => {
    expect(linesOf(erp, REPORT)).toEqual(lines);
  });

  test('SAP: the cost centre may be the location, or the plant be it', () => {
    expect(linesOf('sap-s4', {}, { costCenterFrom: 'location' })).toEqual([expect.stringMatching(/^6110\|\|L-012\|/)]);
  });

  test('Business Central: by the dimensions of the header where all lines have the same, none where a line has none', () => {
    expect(linesOf('dynamics-bc', { lines: [{}, {}] }).map((line) => line.split('|').slice(1, 3))).toEqual([['D-10', 'L-012'], ['D-10', 'L-012']]);
    expect(linesOf('dynamics-bc', { department: '', lines: [{}, { location: 'Store 003' }] }).map((line) => line.split('|').slice(1, 3))).toEqual([['', 'L-012'], ['', 'L-003']]);
  });

  test('NetSuite: references by internal id', () => {
    const body = '{"expense":{"items":[{"account":{"id":"54"},"amount":1.00,"department":{"id":"2"},"memo":"Floor"}]}}';
    expect(erpProfile({ erp: 'netsuite', erpDefaults: erpDefaultsSchema.parse({ netsuite: DEFAULTS.netsuite }), erpObjections: undefined }, sha256).linesIn(body)).toEqual([{ glAccount: '54', department: '2', location: '', description: 'Floor', amount: '1.00' }]);
  });

  test('a body of another ERP has none', () => {
    for (const erp of ERPS) {
      const profile = erpProfile({ erp, erpDefaults: erpDefaultsSchema.parse({ [erp]: DEFAULTS[erp] }), erpObjections: undefined }, sha256);
      for (const other of ERPS) if (other !== erp) expect(profile.linesIn(bodyOf(worldOf(other).replay({})))).toEqual([]);
    }
  });
});
