// Sets a gateway up over its serial line with the SDK that web pages use for it, and prints what it saw as JSON.
// Usage: node client.mjs PACKAGES LINE PLAN
// PACKAGES is the folder with node_modules. PLAN is JSON: the attempts, each [SSID, PASSWORD], of which the last should succeed; with name and
// adminPassword, the gateway's own commands for these go first.

import {createHash} from 'node:crypto';
import {constants, openSync} from 'node:fs';
import {register} from 'node:module';
import {Readable, Writable} from 'node:stream';
import {pathToFileURL} from 'node:url';
import tty from 'node:tty';

const SET_NAME = 0x81;
const SET_ADMIN = 0x82;
const TELL_PROBLEM = 0x83;
const LIMIT_MS = 120000;

const [packages, line, plan] = process.argv.slice(2);
const {attempts, name, adminPassword} = JSON.parse(plan);
setTimeout(() => {
  console.error('the gateway does not answer any more');
  process.exit(1);
}, LIMIT_MS);
register('./hooks.mjs', import.meta.url);
const {ImprovSerial} = await import(pathToFileURL(packages + '/node_modules/improv-wifi-serial-sdk/dist/serial.js'));

// What browsers call a SerialPort.
function openPort(path) {
  const open = () => openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  const reader = new tty.ReadStream(open());
  reader.setRawMode(true);
  return {readable: Readable.toWeb(reader), writable: Writable.toWeb(new tty.WriteStream(open()))};
}

function hash(kind, text) {
  return createHash(kind).update(text).digest();
}

const said = [];
const logger = {log: () => {}, debug: () => {}, error: (...words) => said.push(words.join(' '))};
const improv = new ImprovSerial(openPort(line), logger);
const states = [];
improv.addEventListener('state-changed', event => states.push(event.detail));

const seen = {info: await improv.initialize(20000)};
seen.networks = await improv.scan();
if (name) {
  [seen.id] = await improv._sendRPCWithResponse(SET_NAME, [...new TextEncoder().encode(name)]);
  const account = 'admin:' + seen.id + ':' + adminPassword;
  const hashes = Buffer.concat([hash('md5', account), hash('sha256', account), hash('md5', adminPassword)]);
  seen.adminResult = await improv._sendRPCWithResponse(SET_ADMIN, [...hashes]);
}
seen.failures = [];
for (const [ssid, password] of attempts) {
  try {
    await improv.provision(ssid, password);
  } catch (error) {
    const [reason] = await improv._sendRPCWithResponse(TELL_PROBLEM, []);
    seen.failures.push([String(error), reason]);
  }
}
console.log(JSON.stringify({...seen, url: improv.nextUrl, states: states, errors: said}));
process.exit(0);
