import type { ActingOptions } from '../../acting.ts';

export interface RollbackOptions extends ActingOptions {
  action: 'list' | 'verify' | 'attest' | 'drill';
  item?: string | undefined;
  file?: string | undefined;
  note?: string | undefined;
  allowCommands: boolean;
  format: string;
  width?: number | undefined;
}
