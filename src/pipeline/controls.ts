import { currencyDecimals } from '../domain/currency.ts';
import type { Controls } from '../domain/settings.ts';
import { compareText } from '../domain/text.ts';
import { RecordReader, type StoredImport } from '../store/record-reader.ts';
import { deliveredInputs } from './capture/delivered-inputs.ts';
import { type ConfiguredInput, configuredInputs } from './configured-inputs.ts';
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
 * Amounts are plain decimals by currency. Throws CannotRun where the files of an entry with controls can't be told.
 */
export async function checkControls(workplace: Workplace): Promise<ControlCheck[]> {
  const { inputs: { approvals, ledger }, listen } = workplace.settings;
  if ([...approvals, ...ledger, ...(listen?.endpoints ?? [])].every(({ controls }) => controls === undefined)) return [];
  const imports = await new RecordReader(workplace.database).imports();
  return controlsOf([...configuredInputs(workplace, imports), ...(await deliveredInputs(workplace, imports))]);
}

/** The same for inputs whose files were looked for already. */
export function controlsOf(inputs: readonly ConfiguredInput[]): ControlCheck[] {
  return inputs.flatMap(({ name, controls, imports, trouble }) => {
    if (controls === undefined) return [];
    if (trouble !== null) throw trouble;
    return compare(name, controls, imports);
  });
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
