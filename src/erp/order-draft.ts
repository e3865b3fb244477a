import type { WouldBePurchaseOrder } from '../domain/purchase-order.ts';
import { fold } from '../domain/text.ts';

/** A would-be PO before its request body, with what a body quotes of the report. */
export interface OrderDraft extends Omit<WouldBePurchaseOrder, 'requestBody'> {
  reportId: string;
  reportName: string;
  /** The legal entity as the source names it; '' where it names none. */
  entity: string;
}

/** What a line is called where the ERP wants a text: its description, else the report's name, else its id. */
export const lineText = ({ reportName, reportId }: OrderDraft, line: OrderDraft['lines'][number]): string => line.description || reportName || reportId;

/** The ERP's code of the legal entity that a report names: through `entities`, else as it is; the default where it names none. */
export function companyOf(entity: string, entities: Readonly<Record<string, string>> | undefined, otherwise: string): string {
  if (entity === '') return otherwise;
  const listed = Object.entries(entities ?? {}).find(([name]) => fold(name) === fold(entity));
  return listed === undefined ? entity : listed[1];
}
