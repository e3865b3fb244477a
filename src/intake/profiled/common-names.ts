/** What people call columns in tables that they keep by hand; compared like names of known forms, and a guess at best. */
export const COMMON_NAMES: Readonly<Record<string, readonly string[]>> = {
  po_number: ['Order no', 'Order number', 'PO', 'PO no', 'PO number', 'Purchase order no', 'Bestellnummer', 'Bestell-Nr', 'Numéro de commande', 'Número de pedido'],
  po_date: ['Order date', 'PO date', 'Ordered', 'Ordered on', 'Bestelldatum', 'Date de commande', 'Fecha'],
  report_id: ['Report no', 'Expense report', 'Report number'], event_id: ['Event', 'Event no'], category: ['Kind', 'Type', 'Expense type', 'Kategorie'], line_id: ['Line no', 'Position'],
  occurred_at: ['Approved', 'Approved on', 'Approval date'], expense_date: ['Date', 'Expense date', 'Spent on'], merchant: ['Merchant', 'Shop', 'Payee'],
  vendor_id: ['Vendor no', 'Vendor number', 'Supplier no', 'Supplier number', 'Supplier ID', 'Kreditor', 'Lieferantennummer'],
  vendor_name: ['Supplier', 'Supplier name', 'Vendor', 'Vendor name', 'Lieferant', 'Fournisseur', 'Proveedor'],
  currency: ['Cur', 'Cur.', 'Ccy', 'Währung', 'Devise', 'Moneda'], amount: ['Net', 'Net amount', 'Net value', 'Value', 'Betrag', 'Nettobetrag', 'Montant', 'Importe'], total: ['Sum', 'Total amount', 'Summe'],
  gl_account: ['Account no', 'Acct', 'GL', 'GL account', 'GL code', 'Nominal code', 'Sachkonto', 'Konto'], department: ['Dept', 'Dept.', 'Cost centre', 'Kostenstelle'], location: ['Loc', 'Store', 'Site', 'Filiale'],
  reference: ['Ref', 'Our reference', 'Expense report', 'Report', 'Referenz'], memo: ['Verwendungszweck', 'Buchungstext', 'Note', 'Notes', 'Description', 'Comment', 'Text'], entered_by: ['Keyed by', 'Entered by', 'User', 'Clerk', 'Erfasst von'],
  entity: ['Gesellschaft', 'Buchungskreis', 'Company', 'Company code', 'Legal entity', 'Subsidiary', 'Mandant'], entered_at: ['Keyed at', 'Entered at', 'Entered on'], status: ['State', 'Status', 'Stand'], posting_period: ['Period', 'Periode'], line: ['Line no', 'Pos', 'Position'],
  id: ['No', 'No.', 'Number', 'Code', 'Nummer'], name: ['Name', 'Description', 'Bezeichnung'], active: ['In use', 'Enabled', 'Aktiv'], blocked: ['Locked', 'On hold', 'Gesperrt'], inactive: ['Disabled', 'Inaktiv'],
  email: ['Mail', 'E-mail address', 'Email address'], start: ['From', 'First day', 'Begins', 'Von'], end: ['To', 'Last day', 'Ends', 'Bis'], closed: ['Locked', 'Geschlossen'],
};
