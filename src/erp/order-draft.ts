import type { WouldBePurchaseOrder } from '../domain/purchase-order.ts';

/** A would-be PO before its request body, with what a body quotes of the report. */
export interface OrderDraft extends Omit<WouldBePurchaseOrder, 'requestBody'> {
  reportId: string;
  reportName: string;
}
