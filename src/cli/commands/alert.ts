import { join } from 'node:path';
import { payloadOf } from '../../alerts/payload.ts';
import { TEST_ALERT } from '../../alerts/causes/capture.ts';
import type { AlertChannel, AlertSettings, ChannelKind } from '../../domain/alert-settings.ts';
import { plural } from '../../domain/plural.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { type LookedAt, lookAtEverything } from '../../pipeline/alerting/look-at-everything.ts';
import type { Workplace } from '../../pipeline/workplace.ts';
import { ALERTS_FILE } from '../../project/project.ts';
import { type AlertsReport, alertsText } from '../../report/alerts-text.ts';
import { AlertsDatabase } from '../../store/alerts/alerts-database.ts';
import { noteLooks, sendUnnoted, sendWaiting, withAlerts } from '../alerting/alert-desk.ts';
import { asOfOption, type CommonOptions, inProject } from '../context.ts';
import { paintFor, tell, writeOut } from '../output.ts';

export interface AlertOptions extends CommonOptions {
  dryRun: boolean;
  status: boolean;
  test: boolean;
  retry: boolean;
  format: string;
}

/** `po-shadow alert`: looks at everything, and tells channels what is new, grown or over; exit 1 where a message did not get through. */
export async function run(options: AlertOptions): Promise<number> {
  const chosen = [options.dryRun && '--dry-run', options.status && '--status', options.test && '--test', options.retry && '--retry'].filter((name) => name !== false);
  if (chosen.length > 1) throw new CannotRun(`${chosen.join(' and ')} ask for different things`, { remedy: 'Give one of them.' });
  return inProject(options, async (workplace) => {
    const { settings: { alerts } } = workplace;
    if (alerts === undefined) throw new CannotRun('the settings name no channel', { where: 'po-shadow.yaml', remedy: 'Write alerts.channels; docs/watch.md shows how.' });
    if (options.dryRun) return rehearse(workplace, alerts, options);
    if (options.status) return showStatus(workplace, alerts, options);
    let isOpen = false;
    try {
      return await withAlerts(workplace, async (database) => {
        isOpen = true;
        const added = await note(workplace, alerts, database, options);
        await sendWaiting(workplace);
        return show(database, alerts, added, options);
      });
    } catch (error) {
      if (!isOpen && !options.test && !options.retry) await alarmWithoutBook(workplace, alerts, options);
      throw error;
    }
  });
}

/** Sends what is critical, of all that is wrong, where alerts.db can't be opened: nobody knows what was told before. */
async function alarmWithoutBook(workplace: Workplace, alerts: AlertSettings, { asOf: given }: AlertOptions): Promise<void> {
  const asOf = asOfOption(given);
  const { looks } = await lookAtEverything(workplace, alerts, { now: asOf ?? Date.now(), asOf, open: [], gates: new Map() });
  await sendUnnoted(workplace, looks);
}

/** Writes what is to be told: what a look found, a test for each channel, or what was refused before. */
async function note(workplace: Workplace, alerts: AlertSettings, database: AlertsDatabase, options: AlertOptions): Promise<AlertsReport['notices']> {
  const now = Date.now();
  if (options.retry) {
    const { putBack, over } = database.inTransaction(() => database.outbox.retry(now));
    tell(`${plural(putBack, 'message')} put back${over === 0 ? '' : `; ${over} dropped, since what ${over === 1 ? 'it tells' : 'they tell'} of is over`}`);
    return [];
  }
  if (options.test) {
    database.inTransaction(() => {
      for (const { name } of alerts.channels) database.book.tell(name, { kind: 'test', alert: TEST_ALERT, alertNumber: 0 }, now);
    });
    return alerts.channels.map(({ name }) => ({ channel: name, kind: 'test', key: TEST_ALERT.key }));
  }
  return keep(database, await look(workplace, alerts, database, options), alerts, now);
}

async function look(workplace: Workplace, alerts: AlertSettings, { book }: AlertsDatabase, { asOf: given }: AlertOptions): Promise<LookedAt> {
  const asOf = asOfOption(given);
  const looked = await lookAtEverything(workplace, alerts, { now: asOf ?? Date.now(), asOf, open: book.open(), gates: book.gateStandings() });
  for (const line of looked.notLooked) tell(visible(`Not looked at: ${line}`));
  return looked;
}

function keep(database: AlertsDatabase, { looks, gates }: LookedAt, alerts: AlertSettings, now: number): AlertsReport['notices'] {
  const added = noteLooks(database, looks, alerts, now);
  if (gates !== null) database.book.noteGates(gates);
  return added;
}

/** Prints what would be sent, and stores and sends nothing. */
async function rehearse(workplace: Workplace, alerts: AlertSettings, options: AlertOptions): Promise<number> {
  const database = await AlertsDatabase.openOrNone(join(workplace.project.folder, ALERTS_FILE));
  try {
    const looked = await look(workplace, alerts, database, options);
    writeOut(`${visibleJson(database.tryOut(() => {
      keep(database, looked, alerts, Date.now());
      return alerts.channels.flatMap((channel) => payloadsOf(database, channel, alerts, workplace.settings.company));
    }), 2)}\n`);
    return 0;
  } finally {
    database.close();
  }
}

/** What waits for a channel, as it would be sent. */
function payloadsOf({ outbox }: AlertsDatabase, { name, kind }: AlertChannel, alerts: AlertSettings, company: string): { channel: string; kind: ChannelKind; payload: object }[] {
  // Whatever waits is due by then.
  const now = Number.MAX_SAFE_INTEGER;
  const payloads = [];
  for (let claim = outbox.claim(name, now, alerts); claim !== null && 'message' in claim; claim = outbox.claim(name, now, alerts)) {
    payloads.push({ channel: name, kind, payload: payloadOf(kind, claim.message, company) });
    outbox.note(claim.message.number, { state: 'sent', answer: '', at: now, dueAt: now, mayRepeat: false });
  }
  return payloads;
}

/** Prints how things stand, and makes nothing for it. */
async function showStatus({ project: { folder } }: Workplace, alerts: AlertSettings, options: AlertOptions): Promise<number> {
  const database = await AlertsDatabase.openOrNone(join(folder, ALERTS_FILE));
  try {
    return show(database, alerts, [], options);
  } finally {
    database.close();
  }
}

/** Prints what is open and how each channel stands; 1 where a message did not get through. */
function show({ book, outbox }: AlertsDatabase, { channels }: AlertSettings, notices: AlertsReport['notices'], options: AlertOptions): number {
  const named = new Set(channels.map(({ name }) => name));
  const report: AlertsReport = { alerts: book.open(), notices, channels: outbox.standings([...named]) };
  if (options.format === 'json') writeOut(`${visibleJson({ alerts: report.alerts.map(({ number, alert, openedAt }) => ({ number, openedAt: new Date(openedAt).toISOString(), ...alert })), notices, channels: report.channels }, 2)}\n`);
  else writeOut(alertsText(report, paintFor(process.stdout)));
  return report.channels.some(({ messages, notices: waiting }) => waiting + messages.waiting + messages.sending + messages.refused + messages.given_up > 0) ? 1 : 0;
}
