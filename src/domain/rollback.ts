import { z } from 'zod';

export const CHECKLIST_KINDS = ['attest', 'probe', 'drill'] as const;
export type ChecklistKind = (typeof CHECKLIST_KINDS)[number];

/** What a probe asks: an address, or a command as its words, which no shell sees. */
export type ProbeTarget = { url: string; method: 'GET' | 'HEAD'; expectStatus: number } | { command: string[] };

interface ItemBase {
  id: string;
  text: string;
  /** For how many days evidence counts. */
  maxAgeDays: number;
}

/** One item of the rollback checklist. */
export type ChecklistItem =
  | (ItemBase & { kind: 'attest' | 'drill' })
  | (ItemBase & { kind: 'probe'; target: ProbeTarget; timeoutSeconds: number });

/** One item of the rollback checklist, judged. */
export interface RollbackFact {
  id: string;
  text: string;
  kind: string;
  maxAgeDays: number;
  verified: boolean;
  /** Why it counts as verified, or what is missing. */
  why: string;
  by: string;
  at: string | null;
}

/** Whether a checklist holds: something is asked for, a drill among it, and all of it is verified. */
export const checklistHolds = (facts: readonly RollbackFact[]): boolean => hasDrill(facts) && facts.every(({ verified }) => verified);

/** Whether a drill is asked for: only that shows that switching off loses and doubles nothing. */
export const hasDrill = (items: readonly { kind: string }[]): boolean => items.some(({ kind }) => kind === 'drill');

const OF_A_PROBE = ['url', 'method', 'expectStatus', 'command', 'timeoutSeconds'] as const;
const DEFAULT_TIMEOUT_SECONDS = 10;

/** What is wrong with an address that a probe may not ask; undefined for a good one. */
function addressProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not an address such as https://sync.example.com/health';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return 'must begin with http:// or https://';
  if (username !== '' || password !== '') return 'must not hold a user name or password: this file may be passed on';
  return undefined;
}

const item = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be letters, digits, - and _, 64 at most'),
    text: z.string().trim().min(1, 'says nothing'),
    kind: z.enum(CHECKLIST_KINDS),
    maxAgeDays: z.number().int().min(1).max(366),
    url: z.string().optional(),
    method: z.enum(['GET', 'HEAD']).optional(),
    expectStatus: z.number().int().min(100).max(599).optional(),
    command: z.array(z.string()).min(1, 'names no program').optional(),
    timeoutSeconds: z.number().int().min(1).max(300).optional(),
  })
  .superRefine((given, context) => {
    const say = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message });
    if (given.kind !== 'probe') {
      for (const key of OF_A_PROBE) if (given[key] !== undefined) say(key, `belongs to a probe, and this item is of kind ${given.kind}`);
      return;
    }
    if ((given.url === undefined) === (given.command === undefined)) say('kind', 'a probe needs either url or command');
    if (given.command !== undefined) {
      for (const key of ['method', 'expectStatus'] as const) if (given[key] !== undefined) say(key, 'belongs to a url; a command passes when it ends with 0');
      if (given.command[0] === '' || given.command.some((word) => word.includes('\0'))) say('command', 'names no program that can be run');
    }
    const problem = given.url === undefined ? undefined : addressProblem(given.url);
    if (problem !== undefined) say('url', problem);
  })
  .transform(({ id, text, kind, maxAgeDays, url, method = 'GET', expectStatus = 200, command, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS }): ChecklistItem => {
    const base = { id, text, maxAgeDays };
    if (kind !== 'probe') return { ...base, kind };
    return { ...base, kind, timeoutSeconds, target: command === undefined ? { url: url as string, method, expectStatus } : { command } };
  });

/** The whole of rollback.yaml (docs/rollback.md). */
export const checklistSchema = z.strictObject({ items: z.array(item).default([]) }).superRefine(({ items }, context) => {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) context.addIssue({ code: 'custom', path: ['items', index, 'id'], message: `${id} stands here a second time` });
    seen.add(id);
  }
});
