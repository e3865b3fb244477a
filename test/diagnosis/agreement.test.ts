import { describe, expect, it } from 'vitest';
import { fits } from '../../src/diagnosis/agreement.ts';
import type { PlacedLogEntry } from '../../src/domain/erp-log.ts';
import type { Finding, FindingCode } from '../../src/domain/finding.ts';
import { ERPS, type ErpName, OBJECTED, worldOf } from '../erp/erps.ts';

const entry = (...errors: [code: string, message: string][]): PlacedLogEntry => ({
  at: 0, outcome: 'refused', status: 400, system: '', errors: errors.map(([code, message]) => ({ code, message, target: '' })), message: '', method: '', path: '', references: [], fileId: 1, where: 'erp.log:1',
});

/** The finding that a report raises with the profile of an ERP; undefined where that ERP raises none. */
function raised(erp: ErpName, code: FindingCode): Finding | undefined {
  const world = worldOf(erp);
  const { report, prepare } = OBJECTED[code] ?? { report: {} };
  prepare?.(world);
  return world.replay(report).transaction.findings.find((finding) => finding.code === code);
}

const CASES = ERPS.flatMap((erp) => (Object.keys(OBJECTED) as FindingCode[]).map((code) => ({ erp, code, finding: raised(erp, code) })));
const PUBLISHED = CASES.filter(({ finding }) => finding?.erp !== undefined);

describe('whether a log entry objects to what the dry run predicts', () => {
  it('there are published objections of every ERP to hold it against', () => {
    for (const erp of ERPS) expect(PUBLISHED.filter((each) => each.erp === erp).length, erp).toBeGreaterThan(2);
  });

  it.each(PUBLISHED)('$erp, $code: the published text fits, in whatever stands round it; another one does not', ({ finding }) => {
    const { code, text } = (finding as Finding).erp as { code: string; text: string };
    const said = text.replaceAll(/&\d?|%\d|\{\w+\}|XXXX/g, 'anything');
    if (text !== '') expect(fits(finding as Finding, entry(['ZZ/999', `Write failed: ${said.toUpperCase()} Try again.`]))).toBe(true);
    expect(fits(finding as Finding, entry(['ZZ/999', 'Please enter value(s) for: Class']))).toBe(false);
    expect(fits(finding as Finding, entry([code, 'something else altogether']))).toBe(code !== '' && !['INVALID_KEY_OR_REF', 'USER_ERROR', 'Application_DialogException', 'Application_FieldValidationException', 'Internal_InvalidTableRelation'].includes(code));
  });

  it('a generic code suffices with the refused value, compared whole, and not with another', () => {
    const finding = raised('netsuite', 'VENDOR_UNKNOWN') as Finding;
    expect(fits(finding, entry(['INVALID_KEY_OR_REF', 'Ungültiger Schlüssel V-0999.']))).toBe(true);
    expect(fits(finding, entry(['INVALID_KEY_OR_REF', 'Ungültiger Schlüssel V-09990.']))).toBe(false);
    expect(fits(finding, entry(['USER_ERROR', 'no V-0999 here']))).toBe(false);
  });

  it('a finding without words of the ERP goes by its value alone', () => {
    const finding: Finding = { ...(raised('netsuite', 'VENDOR_UNKNOWN') as Finding) };
    delete finding.erp;
    expect(fits(finding, entry(['ANY', 'there is no v-0999']))).toBe(true);
    expect(fits(finding, entry(['ANY', 'there is no such vendor']))).toBe(false);
  });

  it('any of several errors of one answer may be the one', () => {
    expect(fits(raised('sap-s4', 'VENDOR_UNKNOWN') as Finding, entry(['ME/000', 'no'], ['06/025', 'Vendor V-0999 not created (please check your input)']))).toBe(true);
  });
});
