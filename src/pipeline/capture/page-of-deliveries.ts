import { isUtf8 } from 'node:buffer';
import { formatInstant } from '../../domain/calendar.ts';
import type { Delivery, InboxPage } from '../../domain/delivery.ts';

/** A page as the file that is imported: a line a delivery, with its body as text; a body that is no text goes as base64, and to quarantine. */
export function pageText(deliveries: readonly Delivery[]): Buffer {
  return Buffer.from(deliveries.map(({ sequence, endpoint, receivedAt, sha256, body }) => `${JSON.stringify({ sequence, endpoint, receivedAt: formatInstant(receivedAt), sha256, ...textOf(Buffer.from(body)) })}\n`).join(''));
}

const textOf = (body: Buffer): { body: string } | { base64: string } => (isUtf8(body) ? { body: body.toString('utf8') } : { base64: body.toString('base64') });

/** What people know a page by: `inbox/hooks/ramp/000001.deliveries`. */
export const pageName = ({ endpoint, number }: Pick<InboxPage, 'endpoint' | 'number'>): string => `inbox${endpoint}/${String(number).padStart(6, '0')}.deliveries`;

const NAME = /^inbox((?:\/[^/]+)+)\/\d{6,}\.deliveries$/;

/** The endpoint whose page an import was, by its name; undefined for any other file. */
export const endpointOf = (shown: string): string | undefined => NAME.exec(shown)?.[1];
