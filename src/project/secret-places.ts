import type { SecretPlace } from '../domain/listen-settings.ts';
import type { Settings } from '../domain/settings.ts';

/** Where all secrets stand that the settings name: keys of endpoints, addresses of webhooks. */
export function secretPlaces({ listen, alerts }: Pick<Settings, 'listen' | 'alerts'>): SecretPlace[] {
  return [...(listen?.endpoints ?? []).flatMap(({ secret }) => secret ?? []), ...(alerts?.channels ?? []).map(({ url }) => url)];
}
