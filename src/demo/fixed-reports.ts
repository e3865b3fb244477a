import { MINUTE_MS, type BusinessDate, dateOfDay, dayNumber } from '../domain/calendar.ts';
import { keyedOnce } from './careful-keying.ts';
import type { Fortnight } from './fortnight.ts';
import { EMPLOYEES, vendorOfTrade } from './larkfield.ts';
import type { Category, Vendor } from './parties.ts';
import { type Report, sumOf } from './purchase.ts';

interface Fixed {
  id: string;
  /** Business day of the window, counted from 0. */
  place: number;
  minuteOfDay: number;
  poNumber: string;
  name: string;
  employeeEmail: string;
  vendor: Vendor;
  lines: readonly (readonly [category: number, description: string, amountMinor: number])[];
  unknownVendorId?: string;
}

/** Three reports that every demonstration has; the third names a vendor that the ERP does not have and was entered by hand. */
export const FIXED: readonly Fixed[] = [
  {
    id: 'EXP-9041', place: 1, minuteOfDay: 11 * 60 + 5, poNumber: 'PO-7782', name: 'Store 012 spring clean', employeeEmail: 'store012.staff1', vendor: vendorOfTrade('cleaning', 0),
    lines: [[0, 'Deep clean of the garden hall', 93_050], [1, 'Mops and floor soap', 31_500]],
  },
  {
    id: 'EXP-9052', place: 2, minuteOfDay: 13 * 60 + 20, poNumber: 'PO-7790', name: 'Store 003 aisle signs', employeeEmail: 'store003.staff2', vendor: vendorOfTrade('signage', 0),
    lines: [[0, 'Aisle signs for the seed section', 45_000]],
  },
  {
    id: 'EXP-9060', place: 3, minuteOfDay: 15 * 60 + 10, poNumber: 'PO-7795', name: 'Store 012 walk-in cooler down', employeeEmail: 'store012.staff1', vendor: vendorOfTrade('refrigeration', 0),
    lines: [[0, 'Compressor replaced overnight', 890_000]], unknownVendorId: 'V-0999',
  },
];

export function playFixed(fortnight: Fortnight, fixed: Fixed): void {
  const { timetable } = fortnight;
  const employee = EMPLOYEES.find(({ email }) => email.startsWith(`${fixed.employeeEmail}@`));
  if (employee === undefined) throw new Error(`nobody is ${fixed.employeeEmail}`);
  const approvedOn = timetable.during[Math.min(fixed.place, timetable.during.length - 1)] as BusinessDate;
  const { vendor, unknownVendorId } = fixed;
  const report: Report = {
    id: fixed.id, revision: 1, name: fixed.name, employee, currency: vendor.currency, standIn: null, missingRole: null, excessMinor: 0,
    submittedAt: timetable.at(timetable.step(approvedOn, -1), 14 * 60), approvedAt: timetable.at(approvedOn, fixed.minuteOfDay), approvedOn,
    lines: fixed.lines.map(([place, description, amountMinor]) => ({
      date: dateOfDay(dayNumber(approvedOn) - 2), merchant: vendor.merchants[0] as string, vendorId: unknownVendorId ?? vendor.id, vendor, category: vendor.categories[place] as Category,
      department: null, store: null, description, amountMinor, itemId: '', standing: 'ordered', marks: {},
    })),
  };
  fortnight.counts.reports++;
  fortnight.approved(report);
  const order = keyedOnce(fortnight, report, report.id, unknownVendorId === undefined ? '' : 'vendor picked by hand');
  const numbers = [fortnight.enter({ ...order, number: fixed.poNumber, date: approvedOn, enteredAt: report.approvedAt + 95 * MINUTE_MS })];
  if (unknownVendorId === undefined) fortnight.truth(report, 'playbook_match', 'match', 0, numbers);
  else fortnight.truth(report, 'playbook_rejected', 'rejected', sumOf(report.lines), numbers, ['VENDOR_UNKNOWN']);
}
