import type { BusinessCentralDefaults } from '../../domain/erp-settings.ts';
import { listAt, textAt } from '../api.ts';
import { type BodyLine, decimalAt, signed } from '../body-line.ts';
import { type Body, JsonDecimal } from '../body-text.ts';
import { fitted } from '../fields.ts';
import { type Sha256, keyWithin } from '../key-within.ts';
import { type OrderDraft, lineText } from '../order-draft.ts';

type DraftLine = OrderDraft['lines'][number];

/** A PO as `purchaseOrders` of API v2.0, its lines within. Amounts are JSON numbers in the PO's currency. The company stands in the URL. */
export function businessCentralBody(draft: OrderDraft, defaults: BusinessCentralDefaults, sha256: Sha256): Body {
  const alike = codedAlike(draft.lines);
  const [first] = draft.lines;
  return {
    vendorNumber: draft.vendorId,
    orderDate: draft.poDate,
    postingDate: draft.poDate,
    currencyCode: draft.currency,
    shortcutDimension1Code: alike ? given(first?.department) : undefined,
    shortcutDimension2Code: alike ? given(first?.location) : undefined,
    ...(defaults.keyField === undefined ? {} : { [defaults.keyField]: keyWithin(draft.idempotencyKey, 35, sha256) }),
    purchaseOrderLines: draft.lines.map((line) => ({
      // The type stands first: the number is read by it.
      lineType: 'Account',
      lineObjectNumber: line.glAccount,
      description: fitted(lineText(draft, line), 100, defaults.longText),
      quantity: line.amountMinor < 0 ? -1 : 1,
      directUnitCost: new JsonDecimal(Math.abs(line.amountMinor), draft.currency),
      dimensionSetLines: alike ? undefined : dimensionsOf(line, defaults),
    })),
  };
}

const given = (code: string | undefined): string | undefined => (code === '' ? undefined : code);

/** Whether all lines have the same department and the same location: then the header carries them, and lines take them from it. */
const codedAlike = (lines: readonly DraftLine[]): boolean => lines.every((line) => line.department === lines[0]?.department && line.location === lines[0]?.location);

/** The dimension values of a line of its own. */
function dimensionsOf({ department, location }: DraftLine, { departmentDimension, locationDimension }: BusinessCentralDefaults): Body[] {
  return [{ code: departmentDimension, valueCode: department }, { code: locationDimension, valueCode: location }].filter(({ valueCode }) => valueCode !== '');
}

/** A line as it is coded: by dimensions of its own, else by those of its header. */
export function businessCentralLine(line: Body, header: Body, { departmentDimension, locationDimension }: Pick<BusinessCentralDefaults, 'departmentDimension' | 'locationDimension'>): BodyLine {
  const own = new Map(listAt(line, 'dimensionSetLines').map((dimension) => [textAt(dimension, 'code'), textAt(dimension, 'valueCode')]));
  return {
    glAccount: textAt(line, 'lineObjectNumber'), department: own.get(departmentDimension) ?? textAt(header, 'shortcutDimension1Code'), location: own.get(locationDimension) ?? textAt(header, 'shortcutDimension2Code'),
    description: textAt(line, 'description'), amount: signed(decimalAt(line, 'directUnitCost'), decimalAt(line, 'quantity').startsWith('-')),
  };
}
