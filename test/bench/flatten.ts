import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

interface Event {
  eventId: string;
  occurredAt: string;
  report: { id: string; revision: number; status: string; currency: string; lines: { id: string; date: string; merchant: string; category: string; amount: string }[] };
}

const HEADER = 'event_id,occurred_at,report_id,revision,status,currency,line_id,expense_date,merchant,category,amount';
const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Writes approvals as one CSV row an expense line: what a tool that only joins tables needs made for it. */
export async function flattenApprovals(from: string, to: string): Promise<void> {
  const out = createWriteStream(to);
  out.write(`${HEADER}\n`);
  for await (const line of createInterface({ input: createReadStream(from), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    const { eventId, occurredAt, report } = JSON.parse(line) as Event;
    const head = [eventId, occurredAt, report.id, String(report.revision), report.status, report.currency].map(cell).join(',');
    const rows = report.lines.map(({ id, date, merchant, category, amount }) => `${head},${[id, date, merchant, category, amount].map(cell).join(',')}\n`).join('');
    if (!out.write(rows)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}
