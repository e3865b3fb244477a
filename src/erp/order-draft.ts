import type { WouldBePurchaseOrder } from '../domain/purchase-order.ts';

/** A would-be PO before its request body. */
export type UnsentOrder = Omit<WouldBePurchaseOrder, 'requestBody'>;

/** The same with what a body quotes of the report. */
export interface OrderDraft extends UnsentOrder {
  reportId: string;
  reportName: string;
}

/** What a line is called where the ERP wants a text: its description, else the report's name, else its id. */
export const lineText = ({ reportName, reportId }: OrderDraft, line: OrderDraft['lines'][number]): string => line.description || reportName || reportId;
