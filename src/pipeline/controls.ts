import { currencyDecimals } from '../domain/currency.ts';
import type { Controls } from '../domain/settings.ts';
import { compareText } from '../domain/text.ts';
import { RecordReader, type StoredImport } from '../store/record-reader.ts';
import { importsOfInput } from './imports-of-input.ts';
import type { Workplace } from './workplace.ts';

/** A count or an amount that a person read off the system's own screen, against what was imported. */
export interface ControlCheck {
  input: string;
  what: string;
  stated: string;
  found: string;
  agrees: boolean;
}

/**
 * Checks the controls that stand beside the inputs: documents (reports, POs) and their money, summed over the files of an entry.
 * Amounts are plain decimals by currency.
 */
export async function checkControls(workplace: Workplace): Promise<ControlCheck[]> {
  const { settings, database } = workplace;
  const checks: ControlCheck[] = [];
  const { approvals, ledger } = settings.inputs;
  const entries = [...approvals.map((input, index) => ({ input, kind: 'approvals', name: `inputs.approvals[${index}]` })), ...ledger.map((input, index) => ({ input, kind: 'ledger', name: `inputs.ledger[${index}]` }))];
  if (entries.every(({ input }) => input.controls === undefined)) return checks;
  const imports = await new RecordReader(database).imports();
  for (const { input, kind, name } of entries) {
    if (input.controls === undefined) continue;
    checks.push(...compare(name, input.controls, importsOfInput(workplace, input.files, name, imports.filter((each) => each.kind === kind))));
  }
  return checks;
}

function compare(input: string, controls: Controls, imports: readonly StoredImport[]): ControlCheck[] {
  const checks: ControlCheck[] = [];
  if (controls.count !== undefined) {
    const found = imports.reduce((sum, each) => sum + (each.measured.documents ?? 0), 0);
    checks.push({ input, what: 'count', stated: String(controls.count), found: String(found), agrees: found === controls.count });
  }
  for (const [currency, stated] of Object.entries(controls.amount ?? {}).sort(([left], [right]) => compareText(left, right))) {
    const decimals = currencyDecimals(currency) ?? 2;
    const found = imports.reduce((sum, each) => sum + scaled(each.measured.amounts?.[currency] ?? '0', decimals), 0n);
    checks.push({ input, what: `amount in ${currency}`, stated, found: unscaled(found, decimals), agrees: exactly(stated, found, decimals) });
  }
  return checks;
}

function scaled(decimal: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(`${whole}${fraction.padEnd(decimals, '0').slice(0, decimals)}`);
}

function exactly(stated: string, found: bigint, decimals: number): boolean {
  const fraction = stated.split('.')[1] ?? '';
  return scaled(stated, decimals) === found && /^0*$/.test(fraction.slice(decimals));
}

function unscaled(minor: bigint, decimals: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const plain = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return minor < 0n ? `-${plain}` : plain;
}
