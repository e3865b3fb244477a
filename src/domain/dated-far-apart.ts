import { AGREEING, type VarianceRow } from './variance.ts';

/** Flag of a row whose POs are dated further from the would-be PO than the settings let a PO without a reference be. */
export const DATED_FAR_APART = 'dated_far_apart';

/** Whether a row agrees although its dates lie far apart: nobody would look at it else. */
export const agreesFarApart = ({ status, flags }: Pick<VarianceRow, 'status' | 'flags'>): boolean => AGREEING.includes(status) && flags.includes(DATED_FAR_APART);
