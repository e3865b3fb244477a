/** Why a notification is set aside that names an object and does not hold it; a later snapshot of the object supplies it. */
export const AWAITS_ITS_OBJECT = 'awaits its object: it says that something happened, and not what';

/** Whether something in quarantine is such a notification. */
export const isAwaiting = ({ reason }: { reason: string }): boolean => reason.startsWith(AWAITS_ITS_OBJECT);
