import type { ActingOptions } from '../../acting.ts';

export interface SandboxOptions extends ActingOptions {
  action: 'export' | 'import' | 'status';
  path?: string | undefined;
  force: boolean;
  format: string;
  width?: number | undefined;
}
