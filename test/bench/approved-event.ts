/** An approved report of one line, as a webhook of the canonical source delivers it. */
export function approvedEvent(id: string): Record<string, unknown> {
  const at = '2026-06-02T15:10:00Z';
  return {
    eventId: id, occurredAt: at,
    report: {
      id: `EXP-${id}`, revision: 1, status: 'approved_for_payment', name: 'Cleaning supplies', currency: 'USD', total: '845.50', employee: { email: 'dana@shop.example', department: 'Store Operations', location: 'Store 012' },
      submittedAt: '2026-06-01T18:00:00Z', approvals: [{ approver: 'lee@shop.example', role: 'manager', decision: 'approved', at }],
      lines: [{ id: '1', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Floor machine pads', amount: '845.50' }],
    },
  };
}
