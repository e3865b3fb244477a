import { type ErpApi, type StoredOrder, bodyAt, keyText, listAt, numberOf, textAt, variable, without } from '../api.ts';
import { type Body, WrittenNumber } from '../body-text.ts';

const HEADERS = '/data/PurchaseOrderHeadersV2';
const LINES = '/data/PurchaseOrderLinesV2';
const WHAT_MAY_CHANGE = 'which fields may change once the PO exists';

const headerOf = ({ body }: StoredOrder): Body => bodyAt(body, 'PurchaseOrderHeadersV2');
const linesOf: ErpApi['linesOf'] = (body) => listAt(body, 'PurchaseOrderLinesV2');
const lineNumber = ({ LineNumber }: Body, index: number): string => (LineNumber instanceof WrittenNumber ? LineNumber.text : String(index + 1));

/** F&O's data entities: a call for the header, whose answer gives the number, and one for each line. No call that cancels a PO is sourced. */
export const financeAndOperationsApi: ErpApi = {
  headers: {},
  variables: [],
  calls: {
    create: (order) => [
      { part: 'header', method: 'POST', path: HEADERS, body: headerOf(order), gives: [{ variable: numberOf(order), at: ['PurchaseOrderNumber'] }] },
      ...linesOf(order.body).map((line, index) => ({ part: `line ${index + 1}`, method: 'POST', path: LINES, body: { dataAreaId: line.dataAreaId, PurchaseOrderNumber: variable(numberOf(order)), ...without(line, 'dataAreaId') } })),
    ],
    update: (order) => [
      { part: 'header', method: 'PATCH', path: `${HEADERS}(${keyed(order, headerOf(order))})`, body: without(headerOf(order), 'dataAreaId'), unsourced: WHAT_MAY_CHANGE },
      ...linesOf(order.body).map((line, index) => ({
        part: `line ${index + 1}`, method: 'PATCH', path: `${LINES}(${keyed(order, line)},LineNumber=${lineNumber(line, index)})`, body: without(line, 'dataAreaId', 'LineNumber'), unsourced: WHAT_MAY_CHANGE,
      })),
    ],
    cancel: () => [],
  },
  linesField: 'PurchaseOrderLinesV2',
  linesOf,
  isRefund: ({ OrderedPurchaseQuantity: quantity }) => quantity instanceof WrittenNumber && quantity.text.startsWith('-'),
  entityOf: (body) => textAt(bodyAt(body, 'PurchaseOrderHeadersV2'), 'dataAreaId'),
  defaultFields: {
    dataAreaId: 'PurchaseOrderHeadersV2.dataAreaId', procurementCategory: 'PurchaseOrderLinesV2.ProcurementProductCategoryName', procurementHierarchy: 'PurchaseOrderLinesV2.ProcurementProductCategoryHierarchyName',
    site: 'PurchaseOrderLinesV2.ReceivingSiteId', warehouse: 'PurchaseOrderLinesV2.ReceivingWarehouseId',
  },
  ownValues: { dataAreaId: 'entity' },
};

const keyed = (order: StoredOrder, body: Body): string => `dataAreaId=${keyText(textAt(body, 'dataAreaId'))},PurchaseOrderNumber='${variable(numberOf(order))}'`;
