import { approvedAgain, outOfOrder, redelivered, updatedFresh, updatedStale } from './changing-reports.ts';
import type { Kind } from './kind.ts';
import { enteredTwice, missingInLedger, withoutApproval } from './missing-and-surplus-orders.ts';
import { enteredBeforeApproval, pending } from './pending-reports.ts';
import { withPersonalLine, withRefundLine } from './plain-reports.ts';
import { byDocumentNumber, referenceVariant, withoutReference } from './references.ts';
import {
  accountInactive, accountUnknown, accountUnmapped, approvedByItsSubmitter, approverInactive, approverUnmapped, brandDirectorMissing, linesDoNotAddUp, locationUnmapped, refundOnly,
  vendorAndLocationUnmapped, vendorInOtherCurrency, vendorInactive, vendorUnknown, vendorUnmapped, vicePresidentMissing,
} from './refused-reports.ts';
import { identical, merged, multiVendor, split, splitWithoutReference } from './shared-orders.ts';
import { withdrawn, withdrawnAndOrderCancelled, withdrawnButEntered } from './withdrawn-reports.ts';
import { amountTypo, amountTypoWithoutReference, reKeyed, withinTolerance } from './wrong-amounts.ts';
import { swappedAccounts, wrongAccount, wrongDepartment, wrongLocation, wrongPeriod, wrongVendor } from './wrong-coding.ts';

/**
 * Everything that happens besides the ordinary report, with how often in a thousand reports. The order is that in which a small
 * demonstration is given them: it shows the first of them, once each.
 */
export const KINDS: readonly Kind[] = [
  { name: 'missing_manual', perMille: 20, reports: 1, play: missingInLedger('missing_manual') },
  { name: 'amount_typo', perMille: 18, reports: 1, play: amountTypo },
  { name: 'wrong_account', perMille: 14, reports: 1, play: wrongAccount },
  { name: 'match_reference_variant', perMille: 45, reports: 1, play: referenceVariant },
  { name: 'match_no_reference', perMille: 35, reports: 1, play: withoutReference },
  { name: 'rejected_vendor_unmapped', perMille: 8, reports: 1, play: vendorUnmapped },
  { name: 'duplicate_manual', perMille: 8, reports: 1, play: enteredTwice },
  { name: 'unexpected_manual', perMille: 6, reports: 0, play: withoutApproval },
  { name: 'within_tolerance', perMille: 20, reports: 1, play: withinTolerance },
  { name: 'match_multi_vendor', perMille: 20, reports: 1, play: multiVendor },
  { name: 'rejected_routing_incomplete', perMille: 3, reports: 1, play: vicePresidentMissing },
  { name: 'cancelled_manual', perMille: 4, reports: 1, play: withdrawnButEntered },
  { name: 'premature_manual', perMille: 5, reports: 1, play: enteredBeforeApproval },
  { name: 'match_split', perMille: 10, reports: 1, play: split },
  { name: 'match_merged', perMille: 5, reports: 2, play: merged },
  { name: 'updated_stale', perMille: 8, reports: 1, play: updatedStale },
  { name: 'not_triggered', perMille: 12, reports: 1, play: pending },
  { name: 'wrong_department', perMille: 6, reports: 1, play: wrongDepartment },
  { name: 'wrong_location', perMille: 6, reports: 1, play: wrongLocation },
  { name: 'wrong_vendor', perMille: 6, reports: 1, play: wrongVendor },
  { name: 'wrong_period', perMille: 3, reports: 1, play: wrongPeriod },
  { name: 'cancelled', perMille: 5, reports: 1, play: withdrawn },
  { name: 'match_updated', perMille: 10, reports: 1, play: updatedFresh },
  { name: 'match_re_keyed', perMille: 8, reports: 1, play: reKeyed },
  { name: 'match_redelivered', perMille: 10, reports: 1, play: redelivered },
  { name: 'match_out_of_order', perMille: 8, reports: 1, play: outOfOrder },
  { name: 'rejected_vendor_unknown', perMille: 4, reports: 1, play: vendorUnknown },
  { name: 'rejected_location_unmapped', perMille: 4, reports: 1, play: locationUnmapped },
  { name: 'rejected_approver_unmapped', perMille: 3, reports: 1, play: approverUnmapped },
  { name: 'rejected_account_unknown', perMille: 4, reports: 1, play: accountUnknown },
  { name: 'amount_typo_no_reference', perMille: 4, reports: 1, play: amountTypoWithoutReference },
  { name: 'match_document_number', perMille: 5, reports: 1, play: byDocumentNumber },
  { name: 'match_identical', perMille: 3, reports: 2, play: identical },
  { name: 'match_refund_line', perMille: 6, reports: 1, play: withRefundLine },
  { name: 'match_personal_line', perMille: 6, reports: 1, play: withPersonalLine },
  { name: 'swapped_accounts', perMille: 4, reports: 1, play: swappedAccounts },
  { name: 'rejected_vendor_inactive', perMille: 4, reports: 1, play: vendorInactive },
  { name: 'rejected_vendor_currency', perMille: 4, reports: 1, play: vendorInOtherCurrency },
  { name: 'rejected_account_inactive', perMille: 3, reports: 1, play: accountInactive },
  { name: 'rejected_account_unmapped', perMille: 2, reports: 1, play: accountUnmapped },
  { name: 'rejected_approver_inactive', perMille: 3, reports: 1, play: approverInactive },
  { name: 'rejected_self_approval', perMille: 3, reports: 1, play: approvedByItsSubmitter },
  { name: 'rejected_brand_director_missing', perMille: 2, reports: 1, play: brandDirectorMissing },
  { name: 'rejected_lines_mismatch', perMille: 3, reports: 1, play: linesDoNotAddUp },
  { name: 'rejected_refund_only', perMille: 2, reports: 1, play: refundOnly },
  { name: 'rejected_twofold', perMille: 2, reports: 1, play: vendorAndLocationUnmapped },
  { name: 'cancelled_order_cancelled', perMille: 2, reports: 1, play: withdrawnAndOrderCancelled },
  { name: 'match_approved_again', perMille: 3, reports: 1, play: approvedAgain },
  { name: 'match_split_no_reference', perMille: 1, reports: 1, play: splitWithoutReference },
];
