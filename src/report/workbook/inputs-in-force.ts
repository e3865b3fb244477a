import type { InputFact } from '../decision-model.ts';

/** What of the imports is listed where few fit. */
export interface ListedInputs {
  listed: InputFact[];
  /** How many more are in force, and how many were replaced by a later import of the same file name or sheet. */
  more: number;
  earlier: number;
}

const isExport = ({ kind }: InputFact): boolean => kind === 'approvals' || kind === 'ledger';

/**
 * The imports in force: of each file name, and of each sheet, the newest. Approvals first, then the ledger, then sheets; of too many exports the newest, so that each side has
 * half of the room at least. `inputs` are all imports, oldest first; `room` is how many are listed.
 */
export function inputsInForce(inputs: readonly InputFact[], room: number): ListedInputs {
  const newest = new Map<string, InputFact>();
  for (const input of inputs) newest.set([input.kind, isExport(input) ? input.shown : input.format].join('\n'), input);
  const newestOnes = new Set(newest.values());
  const inForce = inputs.filter((input) => newestOnes.has(input));
  const [approvals, ledger, sheets] = [inForce.filter(({ kind }) => kind === 'approvals'), inForce.filter(({ kind }) => kind === 'ledger'), inForce.filter((input) => !isExport(input))];
  const ledgerRoom = Math.min(ledger.length, Math.max(Math.floor(room / 2), room - approvals.length));
  const exports = [...newestOf(approvals, room - ledgerRoom), ...newestOf(ledger, ledgerRoom)];
  const listed = [...exports, ...sheets.slice(0, room - exports.length)];
  return { listed, more: inForce.length - listed.length, earlier: inputs.length - inForce.length };
}

const newestOf = (inputs: readonly InputFact[], most: number): InputFact[] => inputs.slice(Math.max(inputs.length - most, 0));
