// Tries each way out of the process, on the main thread and in two workers, and prints as JSON which of them got through. With
// the word "local", those are left out that would ask a name server.
import * as childProcess from 'node:child_process';
import cluster from 'node:cluster';
import dgram from 'node:dgram';
import dns, { Resolver, lookup } from 'node:dns';
import dnsPromises from 'node:dns/promises';
import http from 'node:http';
import http2 from 'node:http2';
import https, { request } from 'node:https';
import inspector from 'node:inspector';
import net, { Socket, connect } from 'node:net';
import tls from 'node:tls';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';

const LOOPBACK = '127.0.0.1';
const ignore = () => {};
const quiet = (emitter) => emitter.on('error', ignore);

const WAYS = {
  'net.connect': () => quiet(net.connect(9, LOOPBACK)),
  'net.connect, imported by name': () => quiet(connect(9, LOOPBACK)),
  'net.createConnection': () => quiet(net.createConnection({ port: 9, host: LOOPBACK })),
  'net.Socket': () => quiet(new Socket()).connect(9, LOOPBACK),
  'net.Socket on a path': () => quiet(new net.Socket()).connect('/nowhere.sock'),
  'net.createServer': () => net.createServer().listen(0),
  'net.Server': () => new net.Server().listen(0),
  'tls.connect': () => quiet(tls.connect(9, LOOPBACK)),
  'tls.TLSSocket': () => quiet(new tls.TLSSocket(new Socket())).connect(9, LOOPBACK),
  'tls.createServer': () => tls.createServer().listen(0),
  'http.get': () => quiet(http.get('http://127.0.0.1:9/')),
  'http.request': () => quiet(http.request('http://127.0.0.1:9/')),
  'http.ClientRequest': () => quiet(new http.ClientRequest('http://127.0.0.1:9/')),
  'http.Agent': () => quiet(new http.Agent().createConnection({ port: 9, host: LOOPBACK })),
  'http.createServer': () => http.createServer().listen(0),
  'https.get': () => quiet(https.get('https://127.0.0.1:9/')),
  'https.request, imported by name': () => quiet(request('https://127.0.0.1:9/')),
  'https.createServer': () => https.createServer().listen(0),
  'http2.connect': () => quiet(http2.connect('http://127.0.0.1:9')),
  'http2.createServer': () => http2.createServer().listen(0),
  'dgram.createSocket': () => dgram.createSocket('udp4').send('x', 9, LOOPBACK, ignore),
  'dgram.Socket': () => new dgram.Socket('udp4').send('x', 9, LOOPBACK, ignore),
  'dns.lookup': () => dns.lookup('shop.example', ignore),
  'dns.lookup, imported by name': () => lookup('shop.example', ignore),
  'dns.resolve4': () => dns.resolve4('shop.example', ignore),
  'dns.reverse': () => dns.reverse(LOOPBACK, ignore),
  'dns.Resolver': () => new Resolver().resolve4('shop.example', ignore),
  'dns.promises.lookup': () => dnsPromises.lookup('shop.example'),
  'dns.promises.Resolver': () => new dnsPromises.Resolver().resolve4('shop.example'),
  'child_process.spawn': () => quiet(childProcess.spawn('true')),
  'child_process.spawnSync': () => childProcess.spawnSync('true'),
  'child_process.exec': () => quiet(childProcess.exec('true')),
  'child_process.execSync': () => childProcess.execSync('true'),
  'child_process.execFile': () => quiet(childProcess.execFile('true')),
  'child_process.execFileSync': () => childProcess.execFileSync('true'),
  'child_process.fork': () => quiet(childProcess.fork('/dev/null')),
  'child_process.ChildProcess': () => new childProcess.ChildProcess().spawn({ file: 'true', args: ['true'], stdio: 'ignore' }),
  'cluster.fork': () => cluster.fork(),
  'inspector.open': () => {
    inspector.open(0, LOOPBACK);
    inspector.close();
  },
  'fetch': () => fetch('http://127.0.0.1:9/'),
  'WebSocket': () => new WebSocket('ws://127.0.0.1:9/'),
};

const ways = Object.entries(WAYS).filter(([name]) => !process.argv.includes('local') || !name.startsWith('dns'));

async function tryAll() {
  const got = [];
  for (const [name, way] of ways) {
    try {
      await way();
      got.push(name);
    } catch (error) {
      if (error.code !== 'ERR_GUARD') got.push(`${name}: failed by itself: ${error.message}`);
    }
  }
  return got;
}

if (cluster.isWorker) process.exit(0);
process.on('uncaughtException', ignore);
const got = await tryAll();
if (isMainThread) {
  const inWorker = (options) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2), ...options });
      worker.on('message', resolve);
      worker.on('error', reject);
    });
  const report = { ways: ways.map(([name]) => name), main: got, worker: await inWorker({}), workerWithOwnOptions: await inWorker({ execArgv: [], env: {} }) };
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
} else {
  parentPort.postMessage(got);
}
