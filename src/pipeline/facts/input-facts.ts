import type { Settings } from '../../domain/settings.ts';
import type { ControlFact, InputControlFact } from '../../gates/facts.ts';
import type { StoredImport } from '../../store/record-reader.ts';
import type { ControlCheck } from '../controls.ts';

/** Which entries of `inputs` have a control count and amount that a person gave. */
export function inputControls({ inputs: { approvals, ledger } }: Settings, imports: readonly StoredImport[]): InputControlFact[] {
  // What was read in a currency that nobody stated an amount for is not controlled.
  const readIn = (kind: string): string[] => imports.filter((each) => each.kind === kind).flatMap(({ measured }) => Object.keys(measured.amounts ?? {}));
  const statedIn = (entries: readonly { controls?: { amount?: Record<string, string> | undefined } | undefined }[]): Set<string> => new Set(entries.flatMap(({ controls }) => Object.keys(controls?.amount ?? {})));
  const isWhole = { approvals: readIn('approvals').every((currency) => statedIn(approvals).has(currency)), ledger: readIn('ledger').every((currency) => statedIn(ledger).has(currency)) };
  const none = (kind: 'approvals' | 'ledger', entries: readonly unknown[]): InputControlFact[] => (entries.length > 0 ? [] : [{ input: `inputs.${kind}`, hasCount: false, hasAmount: false }]);
  const fact = (kind: 'approvals' | 'ledger', input: string, controls: { count?: number | undefined; amount?: Record<string, string> | undefined } | undefined): InputControlFact => ({
    input, hasCount: controls?.count !== undefined, hasAmount: controls?.amount !== undefined && Object.keys(controls.amount).length > 0 && isWhole[kind],
  });
  return [...none('approvals', approvals), ...none('ledger', ledger), ...approvals.map(({ controls }, index) => fact('approvals', `inputs.approvals[${index}]`, controls)), ...ledger.map(({ controls }, index) => fact('ledger', `inputs.ledger[${index}]`, controls))];
}

/** Control totals that the files carry themselves. */
export function fileControls(imports: readonly StoredImport[]): ControlFact[] {
  return imports.flatMap(({ shown, controlTotals }) => controlTotals.map(({ what, stated, found, agrees }) => ({ where: shown, what, stated, found, agrees })));
}

/** Control totals that people gave. */
export const givenControls = (checks: readonly ControlCheck[]): ControlFact[] => checks.map(({ input, what, stated, found, agrees }) => ({ where: input, what, stated, found, agrees }));
