import type { NoFileFits } from '../../project/project.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { type ImportRequest, requestedInputs } from '../import-inputs.ts';
import type { Workplace } from '../workplace.ts';

/** What `run` imports, and the inputs whose pattern no file fits yet. */
export interface RequestedExports {
  inputs: ImportRequest[];
  lacking: NoFileFits[];
}

/** The files that the settings name. Where approvals are captured, an export that is not there yet is no error by itself (assertApprovals). Throws CannotRun. */
export function requestedExports(workplace: Workplace): RequestedExports {
  const { listen, watch } = workplace.settings;
  const lacking: NoFileFits[] = [];
  return { inputs: requestedInputs(workplace, listen === undefined && watch === undefined ? undefined : lacking), lacking };
}

/** Throws what is lacking where there are no approvals at all: neither a file, nor a delivery, nor anything in the record. A mistyped pattern would else make a run of nothing. */
export async function assertApprovals({ database }: Workplace, { inputs, lacking }: RequestedExports, pages: readonly ImportRequest[]): Promise<void> {
  const [first] = lacking;
  if (first === undefined || [...inputs, ...pages].some(({ kind }) => kind === 'approvals')) return;
  if (!(await new RecordReader(database).imports()).some(({ kind }) => kind === 'approvals')) throw first;
}
