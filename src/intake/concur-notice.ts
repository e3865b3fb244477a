import { Unreadable } from './row-problem.ts';

/** A notice that SAP Concur sent before it had the Event Subscription Service. */
export interface ConcurNotice {
  eventType: string;
  objectType: string;
  objectUri: string;
  occurredAt: string;
}

const WHOLE = /^\s*(?:<\?xml[^<>?]*\?>)?\s*<Notification(?:\s[^<>]*)?>(.*)<\/Notification>\s*$/s;
const FIELD = /\s*<(\w+)(?:\s[^<>]*)?(?:\/>|>([^<>]*)<\/\1>)\s*/y;
const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };

/**
 * Reads a notice: one element with fields and nothing in them but text. There is no DTD and no entity, because nothing but that form is
 * taken: what begins with `<!`, a field within a field or a reference that XML itself does not have is refused. Throws Unreadable.
 */
export function readNotice(text: string): ConcurNotice {
  if (text.includes('<!')) throw new Unreadable('', text, 'no notice: it holds a declaration, a comment or CDATA, which none has');
  const inside = WHOLE.exec(text)?.[1]?.trim();
  if (inside === undefined) throw new Unreadable('', text, 'no notice: it is not one Notification with fields');
  const fields = new Map<string, string>();
  for (FIELD.lastIndex = 0; FIELD.lastIndex < inside.length; ) {
    const found = FIELD.exec(inside);
    if (found === null) throw new Unreadable('', text, 'no notice: its fields hold more than text');
    const [, name = '', value = ''] = found;
    if (fields.has(name)) throw new Unreadable(name, text, 'stands twice in one notice');
    fields.set(name, plainText(name, value));
  }
  const field = (name: string): string => fields.get(name) ?? '';
  return { eventType: field('EventType'), objectType: field('ObjectType'), objectUri: field('ObjectURI'), occurredAt: field('EventDateTime') };
}

function plainText(name: string, value: string): string {
  return value.trim().replaceAll(/&([^;&]*;?)/g, (whole, reference: string) => {
    const character = CHARACTERS[reference.replace(/;$/, '')];
    if (character === undefined || !reference.endsWith(';')) throw new Unreadable(name, whole, 'a reference that XML itself does not have');
    return character;
  });
}
