/** Boundaries of the rooms in docs/architecture.md; each rule says why. Checked by `npm run boundaries`. */
const NETWORK = '^(node:)?(net|http|https|http2|tls|dgram|dns|dns/promises|child_process|cluster|inspector|inspector/promises|wasi)$';
/** The probes of the rollback checklist, the receiver of webhooks and what posts alerts, and what leads to them: nothing else may reach the network. */
const PROBES = '^src/(rollback/(probe-address|probe-command|refused-addresses)|alerts/post)\\.ts$';
const LEADS_TO_NETWORK = '^src/(rollback/(probe-address|probe-command|refused-addresses)|cli/commands/rollback/(verify|rollback)|listen/receiver|alerts/post|cli/(work-apart|alerting/sending-worker|commands/listen|commands/watch)|cli/main|po-shadow)\\.ts$';
/** What has a replay done by a process of its own; it starts one module of the program, whose graph is the main job's. */
const APART = '^src/cli/work-apart\\.ts$';
/** What listens for webhooks, and what it brings along; only the receiver leads there. */
const FASTIFY = '(^|/)node_modules/(fastify|avvio|find-my-way|light-my-request|pino|sonic-boom|thread-stream|on-exit-leak-free|@fastify/[a-z-]+|@pinojs/[a-z-]+)/';
const RULES_OF_THE_CORE = '^src/(domain|routing|mapping|erp|replay|matching|variance|resolution|gates|diagnosis|watching)/';

/** A stage imports its own folder and those named here. */
const stage = (name, allowed, why) => ({
  name: `stage-${name}`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^(src|migrations)/', pathNot: `^src/(${[name, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    stage('domain', [], 'The vocabulary depends on nothing, so that everything may depend on it.'),
    stage('intake', ['domain'], 'Reading bytes knows no business rule.'),
    stage('sources', ['domain', 'intake'], 'A source turns bytes into events and knows nothing of what becomes of them.'),
    stage('ledgers', ['domain', 'intake'], 'A ledger format turns bytes into manual POs and knows nothing of what becomes of them.'),
    stage('erp-logs', ['domain', 'intake', 'erp'], 'A log is read, not interpreted: what it says of a transaction is told elsewhere, and what an error looks like is the ERP\'s own.'),
    stage('diagnosis', ['domain'], 'Where a handoff broke is judged from facts that were gathered for it.'),
    stage('reference', ['domain', 'intake'], 'Sheets are read, not interpreted.'),
    stage('routing', ['domain'], 'Whether a report was finally approved is decided without knowing how it is coded.'),
    stage('mapping', ['domain'], 'Coding knows no ERP rule.'),
    stage('erp', ['domain', 'mapping'], 'The ERP judges what the mapping coded.'),
    stage('sandbox', ['domain', 'intake', 'erp'], 'What a sandbox is asked and answers knows bodies and calls, not what made them.'),
    stage('replay', ['domain', 'routing', 'mapping', 'erp'], 'The replay knows events and rules, and neither files nor the ledger.'),
    stage('matching', ['domain'], 'Pairing sees two sides and no rule that made them.'),
    stage('variance', ['domain', 'matching'], 'A row is made from a pairing.'),
    stage('resolution', ['domain'], 'What people decided is an overlay over rows, and changes none.'),
    stage('gates', ['domain'], 'A gate judges facts that were gathered for it.'),
    stage('watching', ['domain'], 'Whether the two sides agree, and what has changed, is judged from facts that were gathered for it.'),
    stage('alerts', ['domain', 'report'], 'What is wrong is put into words for people; where it is kept is handed in.'),
    stage('listen', ['domain', 'intake'], 'What is delivered is verified and told apart, not interpreted; where it is stored is handed in.'),
    stage('rollback', ['domain', 'intake'], 'The checklist knows how evidence is judged, not what made the data.'),
    {
      name: 'stage-store',
      comment: 'Storage knows the vocabulary and the migrations, not the stages.',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/', pathNot: '^src/(store|domain)/' },
    },
    stage('report', ['domain'], 'A report prints what it is given.'),
    stage('demo', ['domain'], 'Invented data must not be made with the code that is tried on it.'),
    stage('selftest', ['domain', 'demo'], 'What is planted, and what should be found of it, must not be made with the code that is tried on it.'),
    stage('project', ['domain', 'intake'], 'Finding files and settings knows no stage.'),
    {
      name: 'core-does-no-io',
      comment: 'The core opens no file, asks no clock and touches no database: the same inputs give the same results.',
      severity: 'error',
      from: { path: RULES_OF_THE_CORE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sqlite-only-in-store',
      comment: 'SQL stands in one room.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/(better-sqlite3|kysely)/' },
    },
    {
      name: 'exceljs-only-behind-its-guard',
      comment: 'A workbook is checked before exceljs sees it (intake/workbook.ts); writing one belongs to report/.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(intake/workbook\\.ts|report/)' },
      to: { path: 'node_modules/exceljs/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'What a migration does never changes, so it may not depend on code that does.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^src/' },
    },
    {
      name: 'no-network',
      comment: 'The dry run opens no connection and starts no process: no module that could do so is in its import graph, packages included. Only the commands rollback, listen and watch lead to one.',
      severity: 'error',
      from: { path: '^src/', pathNot: LEADS_TO_NETWORK },
      to: { path: NETWORK, reachable: true },
    },
    {
      name: 'network-only-in-probes',
      comment: 'What leads to the probes of the rollback checklist leads to nothing else: no other file but the one that starts a replay, and no package but what the receiver of webhooks is made of, imports a module of the network or of processes.',
      severity: 'error',
      from: { pathNot: [PROBES, APART, FASTIFY] },
      to: { path: NETWORK },
    },
    {
      name: 'fastify-only-in-receiver',
      comment: 'The receiver of webhooks is one file: what else belongs to listening is tried without a network.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '^src/listen/receiver\\.ts$' },
      to: { path: FASTIFY },
    },
    {
      name: 'receiver-does-not-reach-the-job',
      comment: 'What has a network and what replays are two graphs: they meet in the command listen, which has the work done by a process of its own.',
      severity: 'error',
      from: { path: '^src/(listen/|cli/commands/listen\\.ts$)' },
      to: { path: '^src/(pipeline/(import-inputs|replay-record)|replay/|matching/|erp/)', reachable: true },
    },
    {
      name: 'alerts-are-sent-by-few',
      comment: 'The thread that posts alerts is started by name, which no import shows: so whoever may start it is named here. What imports and replays is not among them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/alerting/|cli/commands/(alert|parity|listen|watch)\\.ts$|cli/main\\.ts$|po-shadow\\.ts$)' },
      to: { path: '^src/cli/alerting/start-sending\\.ts$', reachable: true },
    },
    {
      name: 'sending-does-not-reach-the-job',
      comment: 'What posts alerts and what replays are two graphs: they meet in a command, which starts a thread for the one or the other.',
      severity: 'error',
      from: { path: '^src/(alerts/|cli/alerting/sending-worker\\.ts$)' },
      to: { path: '^src/(pipeline/(import-inputs|replay-record)|replay/|matching/|erp/)', reachable: true },
    },
    { name: 'no-cycles', comment: 'A cycle is two rooms that are one.', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    { name: 'resolvable', comment: 'What is imported exists.', severity: 'error', from: { path: '^(src|migrations)/' }, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'require', 'default'], extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'] },
    exclude: { path: '\\.d\\.[cm]?ts$' },
  },
};
