import { expect, it } from 'vitest';
import { ZonedClock } from '../../src/domain/calendar.ts';
import type { ReportSnapshot } from '../../src/domain/expense-report.ts';
import { headerProfileSchema } from '../../src/domain/header-profile.ts';
import type { Refusal } from '../../src/intake/sink.ts';
import { sourceNamed } from '../../src/sources/index.ts';
import { fileOf } from '../intake/collected.ts';

const HEADER = 'Report no;Approved on;Pos;Spent on;Shop;Kind;Cur;Sum;Amount;State\n';
const PROFILE = {
  columns: { event_id: 'Report no', report_id: 'Report no', occurred_at: 'Approved on', line_id: 'Pos', expense_date: 'Spent on', merchant: 'Shop', category: 'Kind', currency: 'Cur', total: 'Sum', amount: 'Amount', status: 'State' },
  defaults: { revision: '1' }, values: { status: { Erledigt: 'paid' } }, fillDown: ['event_id', 'report_id', 'occurred_at', 'currency', 'total', 'status'],
};

async function read(rows: string, { source = 'generic', timeZone, profile = PROFILE as object }: { source?: string; timeZone?: string; profile?: object } = {}): Promise<{ reports: ReportSnapshot[]; refused: Refusal[] }> {
  const reports: ReportSnapshot[] = [];
  const refused: Refusal[] = [];
  await sourceNamed(source).read(fileOf(rows, 'reports.csv'), { clock: timeZone === undefined ? undefined : new ZonedClock(timeZone), profile: headerProfileSchema.parse(profile) }, {
    accept: (snapshot) => void reports.push(snapshot), refuse: (refusal) => void refused.push(refusal), control() {}, bytes() {},
  });
  return { reports, refused };
}

it('a table that is kept by hand becomes reports: dates stay dates, and no chain is evidenced', async () => {
  const { reports, refused } = await read(`${HEADER}R-1;22.06.2026;1;20.06.2026;Acme;Cleaning;EUR;1.210,50;1.200,00;Erledigt\n;;2;21.06.2026;Acme;Supplies;;;10,50;\n`);
  expect(refused).toEqual([]);
  expect(reports).toMatchObject([{ reportId: 'R-1', eventId: 'R-1', revision: 1, status: 'paid', dateOnly: true, occurredAt: Date.UTC(2026, 5, 22), approvals: null, totalMinor: 121_050, currency: 'EUR' }]);
  expect(reports[0]?.lines.map(({ id, date, merchant, amountMinor }) => [id, date, merchant, amountMinor])).toEqual([['1', '2026-06-20', 'Acme', 120_000], ['2', '2026-06-21', 'Acme', 1_050]]);
});

it('a time of day without offset needs the input\'s time zone, and is an instant in it', async () => {
  const rows = `${HEADER}R-1;22.06.2026 23:30;1;20.06.2026;Acme;Cleaning;EUR;1,00;1,00;paid\n`;
  expect((await read(rows)).refused).toMatchObject([{ field: 'occurred_at', reason: expect.stringContaining('an instant without an offset') }]);
  expect((await read(rows, { timeZone: 'Europe/Berlin' })).reports).toMatchObject([{ dateOnly: false, occurredAt: Date.UTC(2026, 5, 22, 21, 30) }]);
});

it('a template of Expensify with names of its own is read by them', async () => {
  const profile = { columns: { report_id: 'Rapport', status: 'Statut', currency: 'Devise', date: 'Jour', merchant: 'Fournisseur', amount: 'Montant', approved: 'Approuvé' }, values: { status: { Approuvé: 'Approved' } } };
  const { reports } = await read('Rapport;Statut;Devise;Jour;Fournisseur;Montant;Approuvé\n101;Approuvé;EUR;20/06/2026;Acme;1 200,50;22/06/2026\n', { source: 'expensify', profile });
  expect(reports).toMatchObject([{ reportId: '101', status: 'APPROVED', totalMinor: 120_050, occurredAt: Date.UTC(2026, 5, 22), dateOnly: true }]);
});
