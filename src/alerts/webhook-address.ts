import { CannotRun } from '../domain/trouble.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The address of a webhook from the text of its secret, which no message shows. Throws CannotRun. */
export function webhookAddress(text: string, key: string): URL {
  const where = `po-shadow.yaml: ${key}`;
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new CannotRun('what stands there is no address', { where, remedy: 'Copy the whole address of the webhook, which begins with https://.' });
  }
  const isHere = LOOPBACK.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) throw new CannotRun('the address does not begin with https://', { where, remedy: 'Whoever reads it on the way could post to the channel: take the https address.' });
  if (url.username !== '' || url.password !== '') throw new CannotRun('the address holds a user or a password', { where, remedy: 'Copy the address as Slack or Teams shows it.' });
  return url;
}
