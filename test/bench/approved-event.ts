/** An approved report of one line, of which a PO comes by the sheets of a demonstration, as a webhook of the canonical source delivers it. */
export function approvedEvent(id: string): Record<string, unknown> {
  const at = '2026-06-02T15:10:00Z';
  return {
    eventId: id, occurredAt: at,
    report: {
      id: `EXP-${id}`, revision: 1, status: 'approved_for_payment', name: 'Cleaning supplies', currency: 'USD', total: '845.50', employee: { email: 'store001.staff1@larkfield.example', department: 'Store Operations', location: 'Store 001' },
      submittedAt: '2026-06-01T18:00:00Z', approvals: [{ approver: 'manager.store001@larkfield.example', role: 'manager', decision: 'approved', at }],
      lines: [{ id: '1', date: '2026-05-30', merchant: 'Cascade Cleaning Supply', category: 'Cleaning supplies', description: 'Floor machine pads', amount: '845.50' }],
    },
  };
}
