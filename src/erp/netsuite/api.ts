import { type ErpApi, bodyAt, listAt, textAt, without } from '../api.ts';
import { WrittenNumber } from '../body-text.ts';

const ORDERS = '/services/rest/record/v1/purchaseOrder';
const linesOf: ErpApi['linesOf'] = (body) => listAt(bodyAt(body, 'expense'), 'items');

/** NetSuite's REST record service. A PO is found by its external id. */
export const netsuiteApi: ErpApi = {
  headers: {},
  variables: [],
  calls: {
    create: ({ body }) => [{ part: 'order', method: 'POST', path: ORDERS, body }],
    update: ({ body }) => [{
      part: 'order', method: 'PATCH', path: `${ORDERS}/eid:${textAt(body, 'externalId')}?replace=expense`, body: without(body, 'externalId'), unsourced: 'that eid: goes with PATCH',
    }],
    cancel: ({ body }) => [{
      part: 'order', method: 'PATCH', path: `${ORDERS}/eid:${textAt(body, 'externalId')}`,
      body: { expense: { items: linesOf(body).map((_, index) => ({ line: index + 1, isClosed: true })) } }, unsourced: 'that closing every line closes the PO, that lines count from 1, and that eid: goes with PATCH',
    }],
  },
  linesField: 'expense.items',
  linesOf,
  isRefund: ({ amount }) => amount instanceof WrittenNumber && amount.text.startsWith('-'),
  entityOf: (body) => textAt(bodyAt(body, 'subsidiary'), 'id'),
  defaultFields: { subsidiary: 'subsidiary.id' },
  ownValues: { subsidiary: 'entity' },
};
