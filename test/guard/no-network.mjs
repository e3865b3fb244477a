// Preloaded with --import: makes every way out of the process fail, and notes each attempt, so that one that is caught and
// passed over still counts. Inherited by worker threads. GUARD_LOG names the file of the notes.
import { appendFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { isMainThread, threadId } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const log = process.env.GUARD_LOG;
if (log === undefined) throw new Error('GUARD_LOG names no file');
const thread = isMainThread ? 'main' : `worker ${threadId}`;
const note = (what) => appendFileSync(log, `${what} (${process.pid}, ${thread})\n`);

/** A stand-in that fails, called or constructed. */
function refused(what) {
  return function refuse() {
    note(`refused ${what}`);
    throw Object.assign(new Error(`the guard refuses ${what}`), { code: 'ERR_GUARD' });
  };
}

function refuse(target, name, keys) {
  for (const key of keys) {
    if (typeof target[key] !== 'function') continue;
    Object.defineProperty(target, key, { value: refused(`${name}.${key}`), writable: true, configurable: true, enumerable: true });
  }
}

const names = (target) => Object.getOwnPropertyNames(target).filter((key) => typeof target[key] === 'function');

const net = require('node:net');
refuse(net.Socket.prototype, 'net.Socket', ['connect']);
refuse(net.Server.prototype, 'net.Server', ['listen']);
refuse(net, 'net', ['connect', 'createConnection', 'createServer']);

const tls = require('node:tls');
refuse(tls, 'tls', ['connect', 'createServer']);

for (const name of ['http', 'https']) refuse(require(`node:${name}`), name, ['request', 'get', 'createServer', 'ClientRequest']);
refuse(require('node:http2'), 'http2', ['connect', 'createServer', 'createSecureServer']);

const dgram = require('node:dgram');
refuse(dgram.Socket.prototype, 'dgram.Socket', ['bind', 'connect', 'send']);
refuse(dgram, 'dgram', ['createSocket']);

const dns = require('node:dns');
const looksUp = (key) => /^(lookup|resolve|reverse)/.test(key);
for (const [name, target] of [['dns', dns], ['dns.promises', dns.promises], ['dns.Resolver', dns.Resolver.prototype], ['dns.promises.Resolver', dns.promises.Resolver.prototype]]) {
  const keys = new Set([...names(target), ...names(Object.getPrototypeOf(target) ?? {})].filter(looksUp));
  refuse(target, name, keys);
}

const childProcess = require('node:child_process');
refuse(childProcess.ChildProcess.prototype, 'child_process.ChildProcess', ['spawn']);
refuse(childProcess, 'child_process', ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']);
refuse(require('node:cluster'), 'cluster', ['fork', 'setupPrimary', 'setupMaster']);
refuse(require('node:inspector'), 'inspector', ['open']);
for (const name of ['fetch', 'WebSocket', 'EventSource']) if (name in globalThis) refuse(globalThis, 'globalThis', [name]);

// A thread that is given options of its own still gets the guard.
const workers = require('node:worker_threads');
const { Worker } = workers;
workers.Worker = class extends Worker {
  constructor(file, options = {}) {
    const given = options.execArgv ?? process.execArgv;
    const guarded = given.some((word) => word.includes(import.meta.url)) ? given : [`--import=${import.meta.url}`, ...given];
    super(file, { ...options, execArgv: guarded, ...(options.env === undefined || options.env === workers.SHARE_ENV ? {} : { env: { ...options.env, GUARD_LOG: log } }) });
  }
};

syncBuiltinESMExports();
note('guarding');
