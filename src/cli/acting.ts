import { hostname, userInfo } from 'node:os';
import type { Act, Actor, EntryClock, NewAuditEntry } from '../domain/audit.ts';
import { DAY_MS, type Instant } from '../domain/calendar.ts';
import { type Person, type Role, personActing } from '../domain/people.ts';
import type { Settings } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type RunCause, UNEXPLAINED } from '../pipeline/audit-run.ts';
import { asOfOption, type CommonOptions, machineClock } from './context.ts';

/** Options of commands with which a person decides something. */
export interface ActingOptions extends CommonOptions {
  by?: string | undefined;
}

/** A person at work: who it is, and when. */
export interface Acting {
  person: Person;
  at: Instant;
  clock: EntryClock;
  /** The entry of the audit trail for what this person does. */
  entry(act: Act): NewAuditEntry;
}

/** The operating system's user and host: what nobody types. */
export function osActor(person: string | null): Actor {
  let osUser: string | null = null;
  try {
    osUser = userInfo().username;
  } catch {
    // A user id without a name, as in some containers.
    osUser = typeof process.getuid === 'function' ? `uid ${process.getuid()}` : null;
  }
  return { person, osUser, osHost: hostname() };
}

/** Who asked for a run and why, where `--by` and `--reason` say it: how a change of settings or mapping is explained. Throws CannotRun. */
export function runCause(options: ActingOptions & { reason?: string | undefined }, settings: Settings): RunCause {
  if (options.by === undefined) return options.reason === undefined ? UNEXPLAINED : { actor: osActor(null), reason: options.reason.trim() };
  return { actor: osActor(personActing(settings.people, options.by, null).id), reason: options.reason?.trim() ?? '' };
}

/** When somebody acts: --as-of, else now by the machine's clock. Throws CannotRun for an instant that is more than a day ahead of that clock. */
export function actingInstant(options: CommonOptions): { at: Instant; clock: EntryClock } {
  const given = asOfOption(options.asOf);
  if (given !== undefined && given > Date.now() + DAY_MS) throw new CannotRun(`--as-of ${options.asOf} has not come yet`, { remedy: 'Nobody decides in the future: leave it out for now.' });
  return given === undefined ? { at: machineClock(), clock: 'machine' } : { at: given, clock: 'given' };
}

/** Who acts by `--by`, with the role that it takes. Throws CannotRun for nobody, a stranger, or somebody without the role. */
export function acting(options: ActingOptions, settings: Settings, role: Role | null): Acting {
  if (options.by === undefined || options.by.trim() === '') throw new CannotRun('who does this is not said', { remedy: 'Name yourself with --by, as in people of po-shadow.yaml.' });
  const person = personActing(settings.people, options.by, role);
  const { at, clock } = actingInstant(options);
  const actor = osActor(person.id);
  return { person, at, clock, entry: (act) => ({ at, clock, actor, act }) };
}
