import { once } from 'node:events';
import { join } from 'node:path';
import { visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { readyEndpoints } from '../../listen/ready-endpoints.ts';
import { receiver } from '../../listen/receiver.ts';
import type { Workplace } from '../../pipeline/workplace.ts';
import { INBOX_FILE, RECEIVER_LOCK_FILE } from '../../project/project.ts';
import { readPublicKey, readSecret } from '../../project/secrets.ts';
import { Inbox } from '../../store/inbox/inbox.ts';
import { ReceiverLock } from '../../store/inbox/receiver-lock.ts';
import { type CommonOptions, inProject } from '../context.ts';
import { tell } from '../output.ts';

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

async function serve({ project, settings: { listen } }: Workplace, inbox: Inbox, { port, host }: ListenOptions): Promise<void> {
  if (listen === undefined) throw new CannotRun('the settings name no endpoint', { where: 'po-shadow.yaml', remedy: 'Write listen.endpoints; docs/capture.md shows how.' });
  const { maxBytes, maxPerSecond } = listen;
  const endpoints = readyEndpoints(listen.endpoints, { secret: (place, key) => readSecret(project, place, process.env, key), publicKey: (file) => readPublicKey(project, file) });
  const app = receiver({
    endpoints, maxBytes, maxPerSecond,
    store: (deliveries) => inbox.store(deliveries),
    assertWritable: () => inbox.assertWritable(),
    standing() {
      const { deliveries, oldestAt } = inbox.pages.waiting();
      return { waiting: deliveries, oldestWaitingAt: oldestAt, syncOn: inbox.switches.state() === 'on', lastReplayAt: null, lastReplayFailed: false };
    },
    onStored: () => {},
    onChallenge: (path, challenge) => tell(`${path}: a sender asks for proof; hand it this challenge: ${challenge}`),
    onTrouble: (error) => tell(`po-shadow: a delivery could not be stored, and its sender was told so: ${visible(error instanceof Error ? error.message : String(error))}`),
    now: () => Date.now(), elapsed: () => performance.now(),
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
  await ended;
  tell('Ending: what is on its way is stored and answered first.');
  await app.close();
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new CannotRun(`port ${port} of ${host} is taken`, { remedy: 'End what listens there, or name another with --port.', cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new CannotRun(`${host} is no address of this machine`, { remedy: 'Name one of its addresses with --host.', cause: error });
  return error;
}
