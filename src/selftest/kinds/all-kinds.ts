import type { SelftestKind } from '../kind.ts';
import { AGREEING_KINDS } from './agreeing.ts';
import { AMOUNT_KINDS } from './amounts.ts';
import { CODING_KINDS } from './coding.ts';
import { ENTRY_KINDS } from './entries.ts';
import { QUIET_KINDS } from './quiet.ts';
import { REJECTION_KINDS } from './rejections.ts';

/** Everything that a self-test can plant, in the order in which it is told (docs/selftest.md). */
export const SELFTEST_KINDS: readonly SelftestKind[] = [...AGREEING_KINDS, ...QUIET_KINDS, ...AMOUNT_KINDS, ...CODING_KINDS, ...ENTRY_KINDS, ...REJECTION_KINDS];
