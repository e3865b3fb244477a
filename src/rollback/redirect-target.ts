/** Where a redirect leads that a probe may follow: to the same host and port, never away from https. Else why it is not followed. */
export function redirectTarget(from: URL, location: string): URL | string {
  if (!URL.canParse(location, from.href)) return 'to something that is no address';
  const to = new URL(location, from);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return 'to something that is neither http nor https';
  if (from.protocol === 'https:' && to.protocol === 'http:') return 'from https to http, which is not followed';
  if (to.hostname !== from.hostname) return 'to another host, which is not followed';
  // From http to https each has the port of its own.
  if (to.port !== from.port) return 'to another port, which is not followed';
  to.username = '';
  to.password = '';
  return to;
}
