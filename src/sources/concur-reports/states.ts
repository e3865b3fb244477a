/** Approved: all approvals are done. A_ACCO, in accounting review, is not yet. */
export const FINAL_STATES: readonly string[] = ['A_APPR'];

/** The other codes that Concur documents; a company may have more of its own. */
export const OPEN_STATES: readonly string[] = ['A_NOTF', 'A_FILE', 'A_AAFH', 'A_PEND', 'A_ACCO', 'A_EXTV', 'A_PBDG', 'A_PECO', 'A_PVAL', 'A_RESU', 'A_RHLD', 'A_TEXP'];
