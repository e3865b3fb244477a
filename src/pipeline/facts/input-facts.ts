import { compareText } from '../../domain/text.ts';
import { hiddenStatus } from '../../domain/unread-columns.ts';
import type { ControlFact, HiddenStatus, InputControlFact } from '../../gates/facts.ts';
import type { StoredImport } from '../../store/record-reader.ts';
import type { ConfiguredInput } from '../configured-inputs.ts';
import type { ControlCheck } from '../controls.ts';

/**
 * Which inputs have a control count and amount that a person gave: the entries of `inputs`, and each export that was imported and is no
 * file of theirs, which so has none. What was read of an entry in a currency that nobody stated an amount for beside it is not controlled.
 */
export function inputControls(inputs: readonly ConfiguredInput[], imports: readonly StoredImport[]): InputControlFact[] {
  const uncontrolled = (input: string): InputControlFact => ({ input, hasCount: false, hasAmount: false });
  const none = (['approvals', 'ledger'] as const).filter((kind) => inputs.every((input) => input.kind !== kind)).map((kind) => uncontrolled(`inputs.${kind}`));
  const entries = inputs.map(({ name, controls, imports: own }) => {
    const stated = Object.keys(controls?.amount ?? {});
    return { input: name, hasCount: controls?.count !== undefined, hasAmount: stated.length > 0 && own.flatMap(({ measured }) => Object.keys(measured.amounts ?? {})).every((currency) => stated.includes(currency)) };
  });
  // An earlier export under the name of a file that is there is that file as it was.
  const named = new Set(inputs.flatMap(({ files, imports: own }) => [...files, ...own.map(({ shown }) => shown)]));
  const strays = imports.filter(({ kind, shown, rowsAccepted }) => (kind === 'approvals' || kind === 'ledger') && rowsAccepted > 0 && !named.has(shown)).map(({ shown }) => shown);
  return [...none, ...entries, ...[...new Set(strays)].map((shown) => uncontrolled(`${shown}, which is no file of inputs,`))];
}

/** Exports that `inputs` names and nobody imported, in words. */
export const unreadExports = (inputs: readonly ConfiguredInput[]): string[] => inputs.flatMap(({ name, unread }) => unread.map((shown) => `${shown} is a file of ${name}, and was not imported`));

/** Ledger files that hide which of their lines are cancelled. `holders` are the imports whose versions of POs count: what a corrected export took the place of says nothing. */
export function hiddenStatuses(imports: readonly StoredImport[], holders: ReadonlySet<number>): HiddenStatus[] {
  const hiding = imports.flatMap(({ id, shown, measured: { unread } }) => {
    const columns = unread === undefined || !holders.has(id) ? [] : hiddenStatus(unread);
    return columns.length === 0 ? [] : [{ file: shown, columns }];
  });
  return hiding.sort((left, right) => compareText(left.file, right.file));
}

/** Control totals that the files carry themselves. */
export function fileControls(imports: readonly StoredImport[]): ControlFact[] {
  return imports.flatMap(({ shown, controlTotals }) => controlTotals.map(({ what, stated, found, agrees }) => ({ where: shown, what, stated, found, agrees })));
}

/** Control totals that people gave. */
export const givenControls = (checks: readonly ControlCheck[]): ControlFact[] => checks.map(({ input, what, stated, found, agrees }) => ({ where: input, what, stated, found, agrees }));
