import { type ErpApi, listAt, numberOf, variable, without } from '../api.ts';
import { WrittenNumber } from '../body-text.ts';

const COMPANY = '/api/v2.0/companies({{companyId}})';
const ANY_VERSION = { 'If-Match': '*' };
const linesOf: ErpApi['linesOf'] = (body) => listAt(body, 'purchaseOrderLines');

/** Business Central's API v2.0. A change needs the version that it is made to; `*` stands for any. */
export const businessCentralApi: ErpApi = {
  headers: {},
  variables: ['companyId'],
  calls: {
    create: (order) => [{ part: 'order', method: 'POST', path: `${COMPANY}/purchaseOrders`, body: order.body, gives: [{ variable: numberOf(order), at: ['id'] }] }],
    update: (order) => [
      { part: 'header', method: 'PATCH', path: `${COMPANY}/purchaseOrders(${variable(numberOf(order))})`, headers: ANY_VERSION, body: without(order.body, 'purchaseOrderLines'), unsourced: 'that If-Match: * is taken' },
      ...linesOf(order.body).map((line, index) => ({
        part: `line ${index + 1}`, method: 'PATCH', path: `${COMPANY}/purchaseOrderLines(${variable(`${numberOf(order)}_line_${index + 1}`)})`, headers: ANY_VERSION, body: line,
        unsourced: 'that If-Match: * is taken, and dimensionSetLines with a line',
      })),
    ],
    cancel: (order) => [{ part: 'order', method: 'DELETE', path: `${COMPANY}/purchaseOrders(${variable(numberOf(order))})`, headers: ANY_VERSION, body: null, unsourced: 'that If-Match: * is taken' }],
  },
  linesField: 'purchaseOrderLines',
  linesOf,
  isRefund: ({ quantity }) => quantity instanceof WrittenNumber && quantity.text.startsWith('-'),
  // The company stands in the address.
  entityOf: () => '',
  defaultFields: { departmentDimension: 'purchaseOrderLines.dimensionSetLines.code', locationDimension: 'purchaseOrderLines.dimensionSetLines.code' },
  ownValues: {},
};
