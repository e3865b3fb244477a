import type { SandboxCall } from '../domain/sandbox.ts';

/** What an export says of itself; written as manifest.json, and as README.md for people. */
export interface Manifest {
  run: { id: string; digest: string; asOf: string | null };
  erp: string;
  programVersion: string;
  patterns: { pattern: string; transactionId: string; poNumber: string; action: string; calls: string[] }[];
  notTried: readonly string[];
  calls: ManifestCall[];
}

/** A call without its body, which stands in `file`; '' for a call that has none. */
export interface ManifestCall extends Pick<SandboxCall, 'id' | 'name' | 'sha256' | 'transactionId' | 'poNumber' | 'idempotencyKey' | 'action' | 'part' | 'method' | 'path' | 'headers' | 'unsourced'> {
  patterns: string[];
  file: string;
}

/** Where the body of a call stands in the folder; '' where it has none. */
export const fileOf = ({ name, body }: Pick<SandboxCall, 'name' | 'body'>): string => (body === null ? '' : `bodies/${name}.json`);
