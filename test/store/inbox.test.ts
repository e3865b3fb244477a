import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, InboxPage, NewDelivery } from '../../src/domain/delivery.ts';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { ReceiverLock } from '../../src/store/inbox/receiver-lock.ts';
import { makeFolder } from '../project-folder.ts';

const PAGE = { deliveries: 10, bytes: 1_000_000 };
const NOON = Date.UTC(2026, 5, 2, 12);
const BY = { at: NOON, clock: 'machine' as const, person: 'dana', osUser: 'dana', osHost: 'host', reason: 'cutover was called off' };

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function delivery(eventId: string, text = `{"eventId":"${eventId}"}`, endpoint = '/hooks/generic'): NewDelivery {
  const body = Buffer.from(text);
  return { endpoint, source: 'generic', eventId, receivedAt: NOON, body, sha256: hash(body) };
}

const hashOfPage = (deliveries: readonly Delivery[]): string => hash(Buffer.from(JSON.stringify(deliveries.map(({ endpoint, sequence, sha256 }) => [endpoint, sequence, sha256]))));

let path: string;
let inbox: Inbox;
beforeEach(async () => {
  path = join(makeFolder(), 'inbox.db');
  inbox = await Inbox.open(path);
});
afterEach(() => inbox.close());

describe('a delivery', () => {
  it('is there, to the byte, for another process as soon as it was stored', async () => {
    expect(inbox.store([delivery('e1', '{"eventId":"e1"}\r\n\t')])).toEqual(['stored']);
    const other = await Inbox.open(path);
    const [page] = other.pages.settle(PAGE, hashOfPage);
    const [found] = other.pages.deliveriesOf(page as InboxPage);
    expect(Buffer.from((found as Delivery).body).toString()).toBe('{"eventId":"e1"}\r\n\t');
    other.close();
  });

  it('has the number after the last one, whatever was refused or known in between', () => {
    expect(inbox.store([delivery('a'), delivery('a'), delivery('b')])).toEqual(['stored', 'known', 'stored']);
    expect(() => inbox.store([delivery('c'), { ...delivery('d'), sha256: 'no hash' }])).toThrow('CHECK');
    inbox.store([delivery('c', undefined, '/hooks/other')]);
    expect([inbox.lastSequence(), inbox.after(0), inbox.after(2).deliveries]).toEqual([3, { deliveries: 3, oldestAt: NOON }, 1]);
  });

  it('is stored once, however often its sender repeats it, also within one batch and after a restart', async () => {
    expect(inbox.store([delivery('e1'), delivery('e1')])).toEqual(['stored', 'known']);
    inbox.close();
    inbox = await Inbox.open(path);
    expect(inbox.store([delivery('e1')])).toEqual(['known']);
    expect(inbox.lastSequence()).toBe(1);
  });

  it('is kept where its id came before with another content, since two contents under one id are never both true', () => {
    expect(inbox.store([delivery('e1'), delivery('e1', '{"eventId":"e1","amount":"9.00"}')])).toEqual(['stored', 'second_content']);
    expect(inbox.lastSequence()).toBe(2);
  });

  it('of another endpoint is another one, whatever its id', () => {
    expect(inbox.store([delivery('e1'), delivery('e1', undefined, '/hooks/other')])).toEqual(['stored', 'stored']);
  });

  it('can be neither changed nor deleted', () => {
    inbox.store([delivery('e1')]);
    const sqlite = new Sqlite(path);
    for (const statement of ["UPDATE delivery SET route = 'manual_export'", 'DELETE FROM delivery']) expect(() => sqlite.exec(statement)).toThrow('delivery is append-only');
    sqlite.close();
  });

  it('that does not fit on the disk is not there at all, and neither is any of its batch; with room it is stored', () => {
    inbox.store([delivery('e1')]);
    inbox.close();
    const sqlite = new Sqlite(path);
    const pages = sqlite.pragma('page_count', { simple: true }) as number;
    sqlite.close();
    return Inbox.open(path).then((full) => {
      inbox = full;
      full.limitPages(pages + 2);
      const large = delivery('e3', `{"eventId":"e3","text":"${'x'.repeat(100_000)}"}`);
      expect(() => full.store([delivery('e2'), large])).toThrow(/full/);
      expect(full.lastSequence()).toBe(1);
      full.limitPages(pages + 1_000);
      expect(full.store([delivery('e2'), large])).toEqual(['stored', 'stored']);
    });
  });
});

describe('the inbox', () => {
  it('is readable by its owner alone', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('syncs every commit to the disk', () => {
    expect(inbox.durability()).toEqual({ journalMode: 'wal', synchronous: 2 });
  });

  it('of a newer version is refused', async () => {
    const sqlite = new Sqlite(path);
    sqlite.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2026-01-01')");
    sqlite.close();
    await expect(Inbox.open(path)).rejects.toThrow('made by a newer version of po-shadow (9999-later)');
  });
});

describe('the switch', () => {
  it('is on until somebody switches it off, and then holds in every process and after a restart', async () => {
    const other = await Inbox.open(path);
    expect(other.switches.state()).toBe('on');
    inbox.switches.switchTo('off', BY);
    expect(other.switches.state()).toBe('off');
    other.store([delivery('e1')]);
    other.close();
    inbox.close();
    inbox = await Inbox.open(path);
    expect(inbox.switches.state()).toBe('off');
    expect(inbox.manualExports.deliveries().map(({ eventId }) => eventId)).toEqual(['e1']);
  });

  it('sends each delivery one way, for good: what came while it was off stays in the manual export log', () => {
    inbox.store([delivery('e1')]);
    inbox.switches.switchTo('off', BY);
    inbox.store([delivery('e2'), delivery('e1')]);
    inbox.switches.switchTo('on', BY);
    expect(inbox.store([delivery('e2'), delivery('e3')])).toEqual(['known', 'stored']);
    expect(inbox.counts()).toEqual({ record: 2, manualExport: 1 });
    const [page] = inbox.pages.settle(PAGE, hashOfPage);
    expect(inbox.pages.deliveriesOf(page as InboxPage).map(({ eventId }) => eventId)).toEqual(['e1', 'e3']);
  });

  it('keeps who switched it, why and after which delivery; the position that it is in already is no switch', () => {
    inbox.store([delivery('e1')]);
    expect(inbox.switches.switchTo('on', BY)).toBeUndefined();
    expect(inbox.switches.switchTo('off', BY)).toEqual({ number: 1, state: 'off', ...BY, afterSequence: 1 });
    expect(inbox.switches.switchTo('off', BY)).toBeUndefined();
    expect(inbox.switches.all()).toEqual([{ number: 1, state: 'off', ...BY, afterSequence: 1 }]);
  });
});

describe('pages for the record', () => {
  it('hold every delivery once, in the order in which they were acknowledged, an endpoint each', () => {
    inbox.store([delivery('a'), delivery('b', undefined, '/hooks/other'), delivery('c')]);
    const pages = inbox.pages.settle(PAGE, hashOfPage);
    expect(pages.map((page) => inbox.pages.deliveriesOf(page).map(({ eventId }) => eventId))).toEqual([['a', 'c'], ['b']]);
    expect(inbox.pages.settle(PAGE, hashOfPage)).toEqual([]);
  });

  it('hold up nobody who delivers while they are put together, and are settled by one of two who do so at the same time', async () => {
    inbox.store([delivery('a'), delivery('b')]);
    const other = await Inbox.open(path);
    let others: InboxPage[] = [];
    const pages = inbox.pages.settle(PAGE, (deliveries) => {
      if (others.length === 0) {
        expect(other.store([delivery('c')])).toEqual(['stored']);
        others = other.pages.settle(PAGE, hashOfPage);
      }
      return hashOfPage(deliveries);
    });
    expect([pages, others.map((page) => other.pages.sizeOf(page)), inbox.pages.all()]).toEqual([[], [3], others]);
    other.close();
  });

  it('stay what they are, whatever comes later', () => {
    inbox.store([delivery('a')]);
    const [first] = inbox.pages.settle(PAGE, hashOfPage);
    inbox.store([delivery('b'), delivery('c')]);
    expect([inbox.pages.waiting(), inbox.after(1)]).toEqual([2, { deliveries: 2, oldestAt: NOON }]);
    expect(inbox.pages.settle({ ...PAGE, deliveries: 1 }, hashOfPage)).toHaveLength(2);
    expect(inbox.pages.deliveriesOf(first as InboxPage).map(({ eventId }) => eventId)).toEqual(['a']);
    expect([inbox.pages.waiting(), inbox.after(3)]).toEqual([0, { deliveries: 0, oldestAt: null }]);
    expect(inbox.pages.all().map(({ number, firstSequence, lastSequence }) => [number, firstSequence, lastSequence])).toEqual([[1, 1, 1], [2, 2, 2], [3, 3, 3]]);
  });
});

describe('a page', () => {
  it('ends before the delivery that would make it too large, and holds one that is larger alone', () => {
    const large = 'x'.repeat(600);
    inbox.store(['a', 'b', 'c'].map((id) => delivery(id, `{"eventId":"${id}","text":"${id === 'c' ? large.repeat(4) : large}"}`)));
    const pages = inbox.pages.settle({ deliveries: 10, bytes: 1_300 }, hashOfPage);
    expect(pages.map((page) => inbox.pages.deliveriesOf(page).map(({ eventId }) => eventId))).toEqual([['a', 'b'], ['c']]);
    expect(pages.map((page) => inbox.pages.sizeOf(page))).toEqual([2, 1]);
  });
});

describe('the lock of the receiver', () => {
  it('is held by one process, and free again once that has ended', () => {
    const lock = join(makeFolder(), 'inbox.lock');
    const first = ReceiverLock.take(lock);
    expect(() => ReceiverLock.take(lock)).toThrow('another po-shadow listens for this project');
    first.release();
    ReceiverLock.take(lock).release();
  });
});
