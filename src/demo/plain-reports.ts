import { enterCarefully } from './careful-keying.ts';
import type { Play } from './kind.ts';
import { PERSONAL, type PurchaseLine } from './purchase.ts';

export const ordinary: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
};

/** The same outside the window, where no row is due. */
export const outsideWindow: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  fortnight.truth(report, kind, 'none', 0, enterCarefully(fortnight, report));
};

export const withRefundLine: Play = (fortnight, kind) => {
  const report = fortnight.report();
  const [first] = report.lines as [PurchaseLine];
  report.lines.push({ ...first, description: `Returned: ${first.description}`, amountMinor: -Math.floor((first.amountMinor * fortnight.random.integer(10, 60)) / 100) });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
};

export const withPersonalLine: Play = (fortnight, kind) => {
  const report = fortnight.report();
  const [first] = report.lines as [PurchaseLine];
  report.lines.push({ ...first, description: 'Personal item on the company card', amountMinor: fortnight.random.integer(450, 6000), standing: 'personal', marks: PERSONAL });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
};
