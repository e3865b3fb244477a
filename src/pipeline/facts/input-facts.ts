import type { Settings } from '../../domain/settings.ts';
import type { ControlFact, InputControlFact } from '../../gates/facts.ts';
import type { StoredImport } from '../../store/record-reader.ts';
import type { ControlCheck } from '../controls.ts';

/** Which entries of `inputs` have a control count and amount that a person gave. */
export function inputControls({ inputs: { approvals, ledger } }: Settings): InputControlFact[] {
  const fact = (input: string, controls: { count?: number | undefined; amount?: Record<string, string> | undefined } | undefined): InputControlFact => ({
    input, hasCount: controls?.count !== undefined, hasAmount: controls?.amount !== undefined && Object.keys(controls.amount).length > 0,
  });
  return [...approvals.map(({ controls }, index) => fact(`inputs.approvals[${index}]`, controls)), ...ledger.map(({ controls }, index) => fact(`inputs.ledger[${index}]`, controls))];
}

/** Control totals that the files carry themselves. */
export function fileControls(imports: readonly StoredImport[]): ControlFact[] {
  return imports.flatMap(({ shown, controlTotals }) => controlTotals.map(({ what, stated, found, agrees }) => ({ where: shown, what, stated, found, agrees })));
}

/** Control totals that people gave. */
export const givenControls = (checks: readonly ControlCheck[]): ControlFact[] => checks.map(({ input, what, stated, found, agrees }) => ({ where: input, what, stated, found, agrees }));
