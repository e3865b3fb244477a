import { currencyDecimals } from '../domain/currency.ts';
import type { ManualPurchaseOrder } from '../domain/ledger-entry.ts';
import { formatMinor, parseMinor } from '../domain/money.ts';
import { LEDGER_COLUMNS } from '../domain/table-columns.ts';
import type { ProfiledTable } from '../intake/profiled/open-table.ts';
import type { LedgerSink } from '../intake/sink.ts';

/** What the main line of a PO says of the whole of it. */
interface MainLine {
  line: number;
  memo: string;
  reference: string;
  /** As it is written in the file, in the currency's decimals; '' where it says none. */
  amount: string;
}

const place = (name: (typeof LEDGER_COLUMNS)[number]['name']): number => LEDGER_COLUMNS.findIndex((column) => column.name === name);
const keyOf = (poNumber: string, entity: string): string => `${poNumber}\u0000${entity}`;

/**
 * A sink that adds to each PO what its main line says: the memo before those of the lines, and the reference where no line has one. A PO whose lines come to another amount than its
 * main line says is refused: lines of another kind, such as items, are not in the export. `entity` is that of rows that name none.
 */
export function withMainLines(table: ProfiledTable, sink: LedgerSink, entity: string): LedgerSink {
  const mainLines = new Map<string, MainLine>();
  table.forEachMainLine(({ line, cells }) => {
    const cell = (name: Parameters<typeof place>[0]): string => cells[place(name)] ?? '';
    mainLines.set(keyOf(cell('po_number'), cell('entity') || entity), { line, memo: cell('memo'), reference: cell('reference'), amount: cell('amount') });
  });
  if (mainLines.size === 0) return sink;
  return {
    restart: () => sink.restart(),
    refuse: (refusal) => sink.refuse(refusal),
    control: (total, part) => sink.control(total, part),
    bytes: (count) => sink.bytes(count),
    accept(order, rows) {
      const main = mainLines.get(keyOf(order.poNumber, order.entity));
      if (main === undefined) return sink.accept(order, rows);
      const total = contradiction(order, main);
      if (total !== null) return sink.refuse({ line: main.line, field: 'amount', value: main.amount, reason: `the main line says ${main.amount}, and the lines come to ${total}: lines of it are missing, such as items`, rows, documentId: order.poNumber, entity: order.entity });
      const memo = main.memo === '' || order.memo.split('; ').includes(main.memo) ? order.memo : [main.memo, order.memo].filter((text) => text !== '').join('; ');
      return sink.accept({ ...order, memo, reference: order.reference || main.reference }, rows);
    },
  };
}

/** What the lines of a PO come to, where its main line says something else, with tax or without; null where it agrees, or says nothing. Its sign is not the lines'. */
function contradiction({ lines, currency }: ManualPurchaseOrder, { amount }: MainLine): string | null {
  const decimals = currencyDecimals(currency);
  const said = decimals === undefined ? 'blank' : parseMinor(amount, decimals);
  // One that can't be read says nothing; the lines are read by themselves.
  if (typeof said !== 'number') return null;
  const size = Math.abs(said);
  const net = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const tax = lines.reduce((sum, { taxMinor }) => sum + (taxMinor ?? 0), 0);
  return size === Math.abs(net) || size === Math.abs(net + tax) ? null : formatMinor(net, currency);
}
