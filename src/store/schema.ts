import type { EntryClock } from '../domain/audit.ts';

/** The tables of po-shadow.db as Kysely sees them; made by migrations/, documented in docs/database.md. */
export interface Tables {
  evidence_file: { id: number; sha256: string; bytes: number };
  import_file: {
    id: number;
    kind: ImportKind;
    format: string;
    sheet: string | null;
    reading: string;
    evidence_id: number;
    shown: string;
    as_of: number | null;
    rows_read: number;
    rows_accepted: number;
    rows_known: number;
    rows_quarantined: number;
    latest_instant: number | null;
    first_date: string | null;
    last_date: string | null;
    blank_columns: string;
    control_totals: string;
    measured: string;
  };
  event: {
    report_id: string;
    revision: number;
    occurred_at: number;
    event_id: string;
    source: string;
    status: string;
    content: string;
    import_id: number;
    line: number;
  };
  manual_po: {
    po_number: string;
    version: number;
    po_date: string;
    currency: string;
    content: string;
    line_rows: string;
    import_id: number;
    seen_import_id: number;
    holders_id: number | null;
  };
  ledger_holders: { id: number; import_ids: string };
  ledger_overlap: { one_id: number; other_id: number; one_entity: string; other_entity: string };
  quarantine: {
    id: number;
    import_id: number;
    line: number;
    row_count: number;
    field: string;
    value: string;
    reason: string;
    document_id: string | null;
    event_id: string | null;
    revision: number | null;
    occurred_at: number | null;
  };
  run: {
    id: string;
    number: number;
    as_of: number | null;
    digest: string;
    fingerprint: string;
    program_version: string;
    settings: string;
    inputs: string;
    summary: string;
  };
  would_be_po: {
    run_id: string;
    report_id: string;
    po_number: string;
    vendor_id: string;
    currency: string;
    amount_minor: number;
    po_date: string;
    period: string;
    idempotency_key: string;
    request_body: string;
  };
  variance_row: { run_id: string; place: number; row_id: string; transaction_id: string | null; row_date: string | null; status: string; currency: string; detail: string };
  left_out: { run_id: string; place: number; what: string; document_id: string; currency: string; amount_minor: number; why: string };
  paired_outside: { run_id: string; place: number; po_name: string; po_date: string; transaction_id: string; transaction_date: string };
  first_status: { row_id: string; status: string; run_id: string };
  first_transaction_status: { transaction_id: string; status: string; run_id: string };
  run_coverage: { run_id: string; coverage: string };
  run_path: { run_id: string; place: number; path: string; report_ids: string };
  sandbox_call: { run_id: string; place: number; sha256: string; name: string; report_id: string; po_number: string; action: string; call: string };
  sandbox_answer: { entry: number; line: number; sha256: string; name: string; sent: string | null; status: number; outcome: string; says: string; at: number; sandbox: string };
  sandbox_unread: { entry: number; place: number; line: number; field: string; value: string; reason: string };
  erp_log_file: { id: number; sha256: string; reading: number; kept_sha256: string; masked: number; time_zone: string | null; shown: string; rows_read: number; rows_accepted: number; rows_known: number; rows_quarantined: number; first_at: number | null; last_at: number | null };
  erp_log_entry: { file_id: number; place: number; line: number; identity: string; content: string };
  erp_log_quarantine: { file_id: number; place: number; line: number; field: string; value: string; reason: string };
  audit_entry: { sequence: number; at: number | null; clock: EntryClock; person: string | null; os_user: string | null; os_host: string | null; kind: string; act: string; previous: string; hash: string };
}

export type ImportKind = 'approvals' | 'ledger' | 'master' | 'mapping';
