import { join } from 'node:path';
import type { NewDelivery, Route } from '../domain/delivery.ts';
import { Inbox } from '../store/inbox/inbox.ts';
import { sha256 } from './sha256.ts';
import type { Workplace } from './workplace.ts';
import { withInbox } from './capture/with-inbox.ts';

/** What the live switch came to, tried on a copy of the inbox. */
export interface LiveSwitchDrill {
  /** From the switch to the first delivery held back on disk. */
  tookMs: number;
  deliveries: number;
  /** [] where every delivery went where it should, once. */
  problems: string[];
}

/**
 * Switches the real switch, on a copy of the project's inbox: from the next delivery on, in another process, after a restart, and on again; what was processed and what was held back must be all
 * of it, nothing twice. Null where the project captures nothing. `now` is the machine's clock in milliseconds.
 */
export async function drillLiveSwitch(workplace: Workplace, scratch: string, now: () => number): Promise<LiveSwitchDrill | null> {
  const path = join(scratch, 'inbox.db');
  const isCopied = await withInbox(workplace, false, async (inbox) => {
    inbox.copyTo(path);
    return true;
  });
  if (!isCopied) return null;
  const drill = new Drill(path, now);
  return drill.run();
}

/** Delivered before the switch, after it, to another process, after a restart, and after it was switched on again. */
const SENT: readonly (readonly [id: string, route: Route])[] = [['before', 'record'], ['after', 'manual_export'], ['elsewhere', 'manual_export'], ['restarted', 'manual_export'], ['on-again', 'record']];

class Drill {
  readonly #path: string;
  readonly #now: () => number;
  readonly #problems: string[] = [];

  constructor(path: string, now: () => number) {
    this.#path = path;
    this.#now = now;
  }

  async run(): Promise<LiveSwitchDrill> {
    let inbox = await Inbox.open(this.#path);
    const before = { counts: inbox.counts(), last: inbox.lastSequence() };
    this.#switch(inbox, 'on');
    this.#deliver(inbox, 'before');
    const started = this.#now();
    this.#switch(inbox, 'off');
    this.#deliver(inbox, 'after');
    const tookMs = this.#now() - started;
    const other = await Inbox.open(this.#path);
    this.#deliver(other, 'elsewhere');
    other.close();
    inbox.close();
    inbox = await Inbox.open(this.#path);
    this.#deliver(inbox, 'restarted');
    this.#switch(inbox, 'on');
    this.#deliver(inbox, 'on-again');
    for (const [id] of SENT) if (inbox.store([deliveryOf(id)])[0] !== 'known') this.#problems.push(`delivery ${id}, sent again, was stored twice`);
    this.#check(inbox, before);
    inbox.close();
    return { tookMs, deliveries: SENT.length, problems: this.#problems };
  }

  #switch(inbox: Inbox, state: 'on' | 'off'): void {
    inbox.switches.switchTo(state, { at: 0, clock: 'machine', person: 'the drill', osUser: null, osHost: null, reason: 'drill' });
  }

  #deliver(inbox: Inbox, id: string): void {
    const [outcome] = inbox.store([deliveryOf(id)]);
    if (outcome !== 'stored') this.#problems.push(`delivery ${id} was ${outcome ?? 'not stored'} instead of stored`);
  }

  #check(inbox: Inbox, { counts, last }: { counts: ReturnType<Inbox['counts']>; last: number }): void {
    const held = new Set(inbox.manualExports.deliveries().map(({ eventId }) => eventId));
    for (const [id, route] of SENT) if (held.has(deliveryOf(id).eventId) !== (route === 'manual_export')) this.#problems.push(`delivery ${id} did not go to ${route === 'record' ? 'the record' : 'the manual export log'}`);
    const after = inbox.counts();
    const more = after.record + after.manualExport - counts.record - counts.manualExport;
    if (more !== SENT.length || inbox.lastSequence() - last !== SENT.length) this.#problems.push(`${SENT.length} deliveries were sent, and ${more} are processed or held back`);
  }
}

const deliveryOf = (id: string): NewDelivery => {
  const body = Buffer.from(JSON.stringify({ eventId: `po-shadow-drill-${id}` }));
  return { endpoint: '/po-shadow/drill', source: 'generic', eventId: `po-shadow-drill-${id}`, receivedAt: 0, body, sha256: sha256(body.toString()) };
};
