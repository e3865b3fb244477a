import { type ApiCall, type ErpApi, type StoredOrder, keyText, listAt, numberOf, textAt, variable, without } from '../api.ts';

const SERVICE = '/sap/opu/odata/sap/API_PURCHASEORDER_PROCESS_SRV';
const ANY_VERSION = { 'If-Match': '*' };

const keyed = (order: StoredOrder): string => `PurchaseOrder='${variable(numberOf(order))}'`;
const linesOf: ErpApi['linesOf'] = (body) => listAt(body, 'to_PurchaseOrderItem');

/** SAP's OData V2 service for POs. It updates an entity at a time, and a write needs a CSRF token. */
export const sapApi: ErpApi = {
  headers: { Accept: 'application/json', 'X-CSRF-Token': variable('csrfToken') },
  variables: ['csrfToken'],
  calls: {
    create: (order) => [{ part: 'order', method: 'POST', path: `${SERVICE}/A_PurchaseOrder`, body: order.body, gives: [{ variable: numberOf(order), at: ['d', 'PurchaseOrder'] }] }],
    update: (order) => [
      patch('header', `A_PurchaseOrder('${variable(numberOf(order))}')`, without(order.body, 'CompanyCode', 'PurchaseOrderType', 'Supplier', 'to_PurchaseOrderItem')),
      ...linesOf(order.body).flatMap((line, index) => {
        const key = `${keyed(order)},PurchaseOrderItem=${keyText(textAt(line, 'PurchaseOrderItem'))}`;
        return [
          patch(`line ${index + 1}`, `A_PurchaseOrderItem(${key})`, without(line, 'PurchaseOrderItem', 'to_AccountAssignment')),
          ...listAt(line, 'to_AccountAssignment').map((assignment) => patch(
            `account assignment of line ${index + 1}`, `A_PurOrdAccountAssignment(${key},AccountAssignmentNumber=${keyText(textAt(assignment, 'AccountAssignmentNumber'))})`, without(assignment, 'AccountAssignmentNumber'),
          )),
        ];
      }),
    ],
    cancel: (order) => [{
      part: 'order', method: 'PATCH', path: `${SERVICE}/A_PurchaseOrder('${variable(numberOf(order))}')`, headers: ANY_VERSION, body: { PurchasingDocumentDeletionCode: 'L' },
      unsourced: 'that the header\'s deletion code may be set',
    }],
  },
  linesField: 'to_PurchaseOrderItem',
  linesOf,
  isRefund: ({ IsReturnsItem }) => IsReturnsItem === true,
  entityOf: (body) => textAt(body, 'CompanyCode'),
  defaultFields: {
    companyCode: 'CompanyCode', purchasingOrganization: 'PurchasingOrganization', purchasingGroup: 'PurchasingGroup', purchaseOrderType: 'PurchaseOrderType', plant: 'to_PurchaseOrderItem.Plant',
    materialGroup: 'to_PurchaseOrderItem.MaterialGroup', accountAssignmentCategory: 'to_PurchaseOrderItem.AccountAssignmentCategory', quantityUnit: 'to_PurchaseOrderItem.PurchaseOrderQuantityUnit',
    taxCode: 'to_PurchaseOrderItem.TaxCode',
  },
  ownValues: { companyCode: 'entity', plant: 'location' },
};

const patch = (part: string, entity: string, body: NonNullable<ApiCall['body']>): ApiCall => ({ part, method: 'PATCH', path: `${SERVICE}/${entity}`, headers: ANY_VERSION, body, unsourced: 'which fields may change once the PO exists' });
