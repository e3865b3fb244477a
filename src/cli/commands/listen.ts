import { once } from 'node:events';
import { join } from 'node:path';
import { lookAtLag, lookAtStoring } from '../../alerts/causes/capture.ts';
import type { Look } from '../../domain/alert.ts';
import { visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { CaptureStanding } from '../../listen/metrics.ts';
import { QuietMoment } from '../../listen/quiet-moment.ts';
import { readyEndpoints } from '../../listen/ready-endpoints.ts';
import { receiver } from '../../listen/receiver.ts';
import { seldom } from '../../listen/seldom.ts';
import { assertKnownInbox } from '../../pipeline/capture/known-inbox.ts';
import type { Workplace } from '../../pipeline/workplace.ts';
import { INBOX_FILE, RECEIVER_LOCK_FILE } from '../../project/project.ts';
import { readPublicKey, readSecret } from '../../project/secrets.ts';
import { Inbox } from '../../store/inbox/inbox.ts';
import { ReceiverLock } from '../../store/inbox/receiver-lock.ts';
import { RunningAlerts } from '../alerting/running-alerts.ts';
import { troubleWords } from '../alerting/trouble-words.ts';
import { type CommonOptions, inProject } from '../context.ts';
import { tell } from '../output.ts';
import { ReplaysApart } from '../replays-apart.ts';
import { doApart } from '../work-apart.ts';

export interface ListenOptions extends CommonOptions {
  port: number;
  host: string;
}

/** `po-shadow listen`: receives webhooks until it is told to end. */
export async function run(options: ListenOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const { project } = workplace;
    const lock = ReceiverLock.take(join(project.folder, RECEIVER_LOCK_FILE));
    try {
      await assertKnownInbox(workplace);
      const inbox = await Inbox.open(join(project.folder, INBOX_FILE));
      try {
        await serve(workplace, inbox, options);
      } finally {
        inbox.close();
      }
    } finally {
      lock.release();
    }
    return 0;
  });
}

/** How often the same trouble is told at most. */
const TELL_MS = 5_000;
/** How long a replay on its way has when the receiver ends; what it would have brought, the next one brings. */
const LAST_REPLAY_MS = 5_000;
const elapsed = (): number => performance.now();

async function serve(workplace: Workplace, inbox: Inbox, { port, host }: ListenOptions): Promise<void> {
  const { project, settings: { listen } } = workplace;
  if (listen === undefined) throw new CannotRun('the settings name no endpoint', { where: 'po-shadow.yaml', remedy: 'Write listen.endpoints; docs/capture.md shows how.' });
  const { maxBytes, maxPerSecond, replayAfterSeconds } = listen;
  const endpoints = readyEndpoints(listen.endpoints, { secret: (place, key) => readSecret(project, place, process.env, key), publicKey: (file) => readPublicKey(project, file) });
  const alerts: RunningAlerts = new RunningAlerts(workplace, () => collecting.looks());
  const collecting = new Collecting(workplace, inbox, alerts);
  const quiet = new QuietMoment(replayAfterSeconds * 1_000, () => collecting.collect(), {
    after(milliseconds, then) {
      const timer = setTimeout(then, milliseconds);
      return () => clearTimeout(timer);
    },
    elapsed,
  });
  const app = receiver({
    endpoints, maxBytes, maxPerSecond,
    store: (deliveries) => inbox.store(deliveries),
    assertWritable: () => inbox.assertWritable(), tryWriting: () => inbox.tryWriting(),
    standing: () => collecting.standing(),
    onStored: () => quiet.note(),
    onChallenge: seldom(TELL_MS, elapsed, (path: string, challenge: string) => tell(`${path}: a sender asks for proof; hand it this challenge: ${challenge}`)),
    onTrouble: seldom(TELL_MS, elapsed, (error: unknown) => {
      tell(`po-shadow: deliveries can't be stored, and their senders are told so: ${visible(troubleWords(error))}`);
      alerts.note([lookAtStoring(troubleWords(error))]);
    }),
    now: () => Date.now(), elapsed,
  });
  let address: string;
  try {
    address = await app.listen({ port, host });
  } catch (error) {
    throw cannotListen(error, host, port);
  }
  const ended = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  for (const { path, source, verify } of endpoints) tell(`${path}  ${source}, verified by ${verify}`);
  tell(`Listening on ${address}`);
  // What came before the last end, and was not looked at then.
  if (inbox.lastSequence() > 0) quiet.note();
  await ended;
  tell('Ending: what is on its way is stored and answered first.');
  await app.close();
  await collecting.end(quiet.close());
  await alerts.close();
}

/** Has deliveries collected and replayed by a process of its own, which has no network, while this one goes on receiving. */
class Collecting {
  readonly #workplace: Workplace;
  readonly #inbox: Inbox;
  readonly #replays: ReplaysApart;
  #through = 0;
  #lastReplayAt: number | null = null;
  #failed = false;
  readonly #ended = new AbortController();

  constructor(workplace: Workplace, inbox: Inbox, alerts: RunningAlerts) {
    this.#workplace = workplace;
    this.#inbox = inbox;
    this.#replays = new ReplaysApart(doApart, alerts);
  }

  /** Whether it went well; what did not is told, and tried again. */
  async collect(): Promise<boolean> {
    try {
      const { through, run } = await this.#replays.replay(this.#workplace, undefined, this.#ended.signal);
      this.#through = through;
      this.#failed = false;
      // Looked at again as after a failure: nothing else tells that sheets came.
      if (run === null) return false;
      this.#lastReplayAt = Date.now();
    } catch (error) {
      this.#failed = true;
      if (!this.#ended.signal.aborted) tell(visible(`po-shadow: what was delivered is stored, but could not be replayed, and is tried again: ${troubleWords(error)}`));
    }
    return !this.#failed;
  }

  /** Waits a moment for what is on its way, and breaks it off after that. */
  async end(closed: Promise<void>): Promise<void> {
    const timer = setTimeout(() => this.#ended.abort(), LAST_REPLAY_MS);
    await closed;
    clearTimeout(timer);
  }

  /** How capture stands now, as looks. What waits is known once something was collected. */
  looks(): Look[] {
    const { waiting, oldestWaitingAt: oldestAt, lastReplayAt } = this.standing();
    const { alerts } = this.#workplace.settings;
    if (alerts === undefined) return [];
    return [...(this.#isWritable() ? [lookAtStoring(null)] : []), ...(lastReplayAt === null ? [] : [lookAtLag({ waiting, oldestAt }, alerts.lagMinutes, Date.now())])];
  }

  #isWritable(): boolean {
    try {
      this.#inbox.tryWriting();
      return true;
    } catch {
      return false;
    }
  }

  standing(): CaptureStanding {
    const { deliveries, oldestAt } = this.#inbox.after(this.#through);
    return { waiting: deliveries, oldestWaitingAt: oldestAt, syncOn: this.#inbox.switches.state() === 'on', lastReplayAt: this.#lastReplayAt, lastReplayFailed: this.#failed, waitsForSheets: this.#replays.waitsForSheets };
  }
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new CannotRun(`port ${port} of ${host} is taken`, { remedy: 'End what listens there, or name another with --port.', cause: error });
  if (code === 'ERR_SOCKET_BAD_PORT') return new CannotRun(`${port} is no port`, { remedy: 'Name one from 1 to 65535 with --port, or 0 for any that is free.', cause: error });
  if (code === 'EACCES') return new CannotRun(`port ${port} of ${host} may not be listened on by this user`, { remedy: 'Name one above 1023 with --port.', cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new CannotRun(`${host} is no address of this machine`, { remedy: 'Name one of its addresses with --host.', cause: error });
  return error;
}
