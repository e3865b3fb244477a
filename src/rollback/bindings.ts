import { createHash } from 'node:crypto';
import type { ChecklistItem, ProbeTarget } from '../domain/rollback.ts';

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** SHA-256 of an address with what it expects, or of a command's words. */
export const targetHash = (target: ProbeTarget): string => sha256('url' in target ? [target.method, target.url, target.expectStatus] : target.command);

/** What evidence of an item is given for: a text of which any change voids it. `configuration` is that of configurationOf. */
export function bindingOf(item: ChecklistItem, configuration: string): string {
  switch (item.kind) {
    case 'attest':
      return sha256([item.kind, item.text]);
    case 'probe':
      return sha256([item.kind, configuration, targetHash(item.target)]);
    case 'drill':
      return sha256([item.kind, configuration]);
  }
}

/** The bindings of all items, by their ids. */
export const bindingsOf = (items: readonly ChecklistItem[], configuration: string): Map<string, string> => new Map(items.map((item) => [item.id, bindingOf(item, configuration)]));
