import { acceptedWithinLimit } from './accepted-within-limit.ts';
import { approversInParity } from './approvers-in-parity.ts';
import { auditIntact } from './audit-intact.ts';
import { codingCompared } from './coding-compared.ts';
import { confidence } from './confidence.ts';
import { cutoverPlanned } from './cutover-planned.ts';
import { dryRunProven } from './dry-run-proven.ts';
import { frozenConfiguration } from './frozen-configuration.ts';
import { inScope } from './in-scope.ts';
import { inputsComplete } from './inputs-complete.ts';
import type { Gate } from './judgement.ts';
import { mappingExercised } from './mapping-exercised.ts';
import { noOpenRejection } from './no-open-rejection.ts';
import { noOpenVariance } from './no-open-variance.ts';
import { resolutionsReviewed } from './resolutions-reviewed.ts';
import { rollbackVerified } from './rollback-verified.ts';
import { sandboxAccepted } from './sandbox-accepted.ts';
import { windowCovered } from './window-covered.ts';
import { zeroVariance } from './zero-variance.ts';

/** Every gate, in the order in which they are shown; all are judged, whatever the first ones say (docs/gates.md). */
export const GATES: readonly Gate[] = [
  windowCovered, inputsComplete, inScope, codingCompared, noOpenVariance, zeroVariance, noOpenRejection, acceptedWithinLimit, approversInParity,
  mappingExercised, sandboxAccepted, frozenConfiguration, confidence, resolutionsReviewed, rollbackVerified, cutoverPlanned, dryRunProven, auditIntact,
];
export const GATE_IDS = GATES.map(({ id }) => id);
