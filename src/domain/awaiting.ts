/** Why a notification is set aside that names an object and does not hold it; a later snapshot of the object supplies it. */
export const AWAITS_ITS_OBJECT = 'awaits its object: it says that something happened, and not what';

/** Whether something in quarantine is such a notification. */
export const isAwaiting = ({ reason }: { reason: string }): boolean => reason.startsWith(AWAITS_ITS_OBJECT);

/** The state that such a notification says its object came into (`statusChanged (A_APPR) 764428DD`); undefined where it says none. */
export function stateTold({ reason, value, documentId }: { reason: string; value: string; documentId: string | null }): string | undefined {
  if (!isAwaiting({ reason }) || documentId === null || !value.endsWith(` ${documentId}`)) return undefined;
  return /\(([^()]+)\)$/.exec(value.slice(0, -documentId.length - 1))?.[1];
}
