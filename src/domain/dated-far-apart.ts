import { AGREEING, type VarianceRow } from './variance.ts';

/** Flag of a row whose POs are dated further from the would-be PO than the settings let a PO without a reference be. */
export const DATED_FAR_APART = 'dated_far_apart';

/** Flag of such a row of which a PO names the would-be PO's fiscal period and is dated outside of it: the name, which may have no year, proves nothing. */
export const DATED_OUTSIDE_PERIOD = 'dated_outside_period';

/** Whether a row agrees although its dates lie far apart: nobody would look at it else. */
export const agreesFarApart = ({ status, flags }: Pick<VarianceRow, 'status' | 'flags'>): boolean => AGREEING.includes(status) && flags.includes(DATED_FAR_APART);
