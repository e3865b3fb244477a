import { type RoutingRule, type Settings, answeringSettings } from './settings.ts';
import type { ChangedRule } from './whatif.ts';

const WHERE = 'settings';

/** Settings that bear on answers and are not the same, one key each (`matching.dateWindowDays`), a routing rule by its name; lists are compared whole. */
export function changedSettings(before: Settings, after: Settings, at: string): ChangedRule[] {
  const [old, now] = [flat(withoutRouting(before)), flat(withoutRouting(after))];
  const rules: ChangedRule[] = [];
  for (const key of new Set([...now.keys(), ...old.keys()])) {
    const [was, is] = [old.get(key) ?? null, now.get(key) ?? null];
    if (was !== is) rules.push({ where: WHERE, key, before: was, after: is, at });
  }
  return [...rules, ...changedRouting(before.routing, after.routing, at)];
}

function withoutRouting(settings: Settings): unknown {
  // What people read off a screen changes no answer.
  const { routing: _routing, company: _company, ...rest } = answeringSettings(settings) as Record<string, unknown>;
  return rest;
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === undefined) return into;
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) for (const [key, inner] of Object.entries(value)) flat(inner, path === '' ? key : `${path}.${key}`, into);
  else into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  return into;
}

/** The name that a rule for a routing rule has. */
export const routingKey = ({ name }: Pick<RoutingRule, 'name'>): string => `routing ${name}`;

function changedRouting(before: readonly RoutingRule[], after: readonly RoutingRule[], at: string): ChangedRule[] {
  const text = ({ name: _name, ...rule }: RoutingRule): string => JSON.stringify(rule);
  const named = (rules: readonly RoutingRule[], wanted: string): string | null => {
    const found = rules.filter(({ name }) => name === wanted);
    return found.length === 0 ? null : found.map(text).join(' and ');
  };
  const names = new Set([...after, ...before].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [was, is] = [named(before, name), named(after, name)];
    return was === is ? [] : [{ where: WHERE, key: routingKey({ name }), before: was, after: is, at }];
  });
}
