/** Flag of a report whose first final approval is dated more than a day behind the event that tells it: nobody knows yet what is still to come, so the date is wrong, and with it perhaps the window. */
export const APPROVED_AFTER_EVENT = 'approved_after_event';
