// The dashboard's live figures, in words first.

const POLL_MS = 2000;
const EVENTS_EVERY = 5;  // polls
const MOST_EVENTS = 100;
const SILENT_MS = 60000;

// In the order of RestartReason (core/health/reset_record.h): the details of events are its numbers.
const RESETS = {
  'unexplained': 'unknown',
  'power': 'power came on',
  'external': 'reset pin',
  'hardware-watchdog': 'hardware watchdog: the firmware hung',
  'software-watchdog': 'software watchdog: the firmware hung',
  'crash': 'the firmware crashed',
  'stuck': 'a task is late',
  'wifi-lost': 'Wi-Fi was lost for too long',
  'serial-silent': 'the meter was silent for too long',
  'ota': 'new firmware',
  'request': 'by request',
  'settings': 'new settings',
  'factory-reset': 'factory reset',
  'rolled-back': 'update rolled back'
};

// IEEE 802.11 reason codes, and the chip's own from 200 on.
const DISCONNECTS = {
  2: 'expired', 3: 'access point left', 4: 'inactive', 5: 'access point is full', 8: 'left',
  15: 'wrong password or weak signal', 200: 'access point not heard', 201: 'network not found', 202: 'wrong password',
  203: 'access point refused', 204: 'wrong password or weak signal'
};

// Each with what its detail is.
const EVENTS = {
  'boot': ['Started', reset],
  'wifi-joined': ['Joined the Wi-Fi', address],
  'wifi-lost': ['Lost the Wi-Fi', disconnect],
  'wifi-failed': ['Could not join'],
  'wifi-reconnect': ['Joining anew after', duration],
  'serial-silent': ['The meter is silent for', duration],
  'serial-resumed': ['The meter sends again after', duration],
  'serial-reinit': ['Serial line reset after', duration],
  'client-rejected': ['Client refused, all places are taken', address],
  'client-closed': ['Slow client closed', address],
  'login-locked': ['Locked out after wrong passwords', address],
  'admin-claimed': ['Admin password set by', address],
  'settings-saved': ['Settings saved'],
  'settings-failed': ['Settings could not be saved'],
  'ota-started': ['Firmware upload began', bytes],
  'ota-failed': ['Firmware refused'],
  'ota-verified': ['New firmware is good', bytes],
  'restart': ['Restarting', reset],
  'setup-started': ['Setup access point on'],
  'setup-ended': ['Setup access point off'],
  'factory-reset': ['Factory reset'],
  'button': ['Button pressed'],
  'task-late': ['A task is late'],
  'image-confirmed': ['Update confirmed'],
  'rolled-back': ['Update rolled back']
};

function reset(code) { return words(RESETS, Object.keys(RESETS)[code]); }

function disconnect(code) { return words(DISCONNECTS, code); }

function address(number) { return [24, 16, 8, 0].map(shift => number >>> shift & 255).join('.'); }

function words(table, code) {
  return Object.prototype.hasOwnProperty.call(table, code) ? table[code] : String(code).replace(/-/g, ' ');
}

function count(number) { return Number(number || 0).toLocaleString(); }

function some(number, one) { return count(number) + ' ' + one + (number === 1 ? '' : 's'); }

function bytes(number) {
  if (number < 1024) return number + ' B';
  if (number < 1048576) return (number / 1024).toFixed(1) + ' KB';
  return (number / 1048576).toFixed(1) + ' MB';
}

function duration(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 60) return whole + ' s';
  if (whole < 3600) return Math.floor(whole / 60) + ' min';
  if (whole < 86400) return Math.floor(whole / 3600) + ' h ' + Math.floor(whole % 3600 / 60) + ' min';
  return some(Math.floor(whole / 86400), 'day') + ' ' + Math.floor(whole % 86400 / 3600) + ' h';
}

function ago(milliseconds) {
  return milliseconds == null ? 'never' : duration(milliseconds / 1000) + ' ago';
}

// Fills a list of [label, value]; an empty value leaves its row out.
function figures(id, rows) {
  const list = $(id);
  const shown = rows.filter(row => row[1] !== '' && row[1] != null);
  while (list.children.length > 2 * shown.length) list.removeChild(list.lastChild);
  shown.forEach((row, index) => {
    if (!list.children[2 * index]) {
      list.appendChild(make('dt'));
      list.appendChild(make('dd'));
    }
    setText(list.children[2 * index], row[0]);
    setText(list.children[2 * index + 1], String(row[1]));
  });
}

// What the state of the P1 line means: [sentence, judgement]. `before` is the status of the poll before, or null.
function judgeMeter(p1, before) {
  const checked = p1.crc_valid + p1.crc_invalid;
  if (!p1.bytes) return ['Nothing from the meter yet. Check the cable, and that the P1 port is switched on.', 'bad'];
  if (p1.last_byte_ms > SILENT_MS) {
    return ['The meter has been silent for ' + duration(p1.last_byte_ms / 1000) + '. Check the cable and the meter.', 'bad'];
  }
  if (!p1.telegrams) return ['Bytes arrive, but no telegram. Check baud, format and polarity in the settings.', 'fair'];
  if (p1.last_telegram_ms > SILENT_MS && p1.last_telegram_ms > 3 * p1.period_ms) {
    return ['Bytes arrive, but no whole telegram for ' + duration(p1.last_telegram_ms / 1000) + '.', 'bad'];
  }
  if (checked && p1.crc_invalid * 20 > checked) {
    return ['Many telegrams arrive damaged. Check the cable and the polarity.', 'bad'];
  }
  if (before && p1.crc_invalid > before.crc_invalid) return ['A telegram just arrived damaged.', 'fair'];
  if (before && p1.overruns > before.overruns) return ['Bytes were just lost: the gateway was too busy.', 'fair'];
  const every = p1.period_ms ? ' every ' + Math.max(1, Math.round(p1.period_ms / 1000)) + ' s' : '';
  if (!checked) return ['Good: telegrams arrive' + every + ', without check sums.', 'good'];
  if (p1.crc_invalid) return ['Good: telegrams arrive' + every + '; ' + count(p1.crc_invalid) + ' of ' + count(checked) + ' were damaged.', 'good'];
  return ['Good: telegrams arrive' + every + ', none damaged.', 'good'];
}

let before = null;

function showMeter(p1) {
  const judged = judgeMeter(p1, before);
  before = p1;
  say('meter', judged[0], judged[1]);
  figures('meter-figures', [
    ['Last telegram', ago(p1.last_telegram_ms)],
    ['Telegrams', count(p1.telegrams)],
    ['Check sum right', count(p1.crc_valid)],
    ['Check sum wrong', count(p1.crc_invalid)],
    ['Without check sum', p1.crc_absent ? count(p1.crc_absent) : ''],
    ['Bytes', count(p1.bytes)],
    ['Bytes lost', count(p1.overruns)],
    ['Framing errors', count(p1.framing_errors)],
    ['Line', p1.baud + ' baud' + (p1.inverted ? ', inverted' : '')]
  ]);
}

function showWifi(wifi) {
  const strength = signal(wifi.rssi_dbm);
  say('wifi', strength[0] + (strength[2] === 'good' ? '.' : '. Move the gateway or the access point, or raise the power in the settings.'), strength[2]);
  figures('wifi-figures', [
    ['Network', wifi.ssid],
    ['Strength', wifi.rssi_dbm + ' dBm'],
    ['Channel', wifi.channel],
    ['Address', wifi.ip],
    ['Losses since the start', count(wifi.disconnects)],
    ['Last loss', wifi.last_disconnect_reason ? disconnect(wifi.last_disconnect_reason) : '']
  ]);
}

function showClients(tcp) {
  const full = tcp.clients.length >= tcp.max_clients;
  say('clients', tcp.clients.length
    ? tcp.clients.length + ' of ' + tcp.max_clients + ' places taken on port ' + tcp.port + '. Refused so far: ' + count(tcp.rejected) + '.'
    : 'Nobody reads port ' + tcp.port + ' now.', full ? 'fair' : '');
  $('clients-table').hidden = !tcp.clients.length;
  const rows = $('clients-rows');
  clear(rows);
  // A line may break before the port.
  tcp.clients.forEach(client => {
    const row = make('tr');
    [client.peer.replace(':', ':\u200b'), duration(client.connected_s), bytes(client.sent), count(client.dropped_telegrams), bytes(client.lag)]
      .forEach(text => row.appendChild(make('td', String(text))));
    rows.appendChild(row);
  });
}

// Registers of a crash, or whatever the gateway says about it.
function crash(exception) {
  if (!exception || typeof exception !== 'object') return exception || '';
  return Object.keys(exception).map(name => name + ' ' + exception[name]).join(', ');
}

function lastUpdate(ota) {
  const last = ota.last;
  if (!last || !last.result) return '';
  return [last.result, last.version, last.error].filter(Boolean).join(', ').replace(/-/g, ' ');
}

function showGateway(status) {
  const device = status.device;
  const reset = device.reset;
  const watchdog = status.watchdog;
  // The firmware's own reason says more than the chip's.
  const cause = words(RESETS, reset.reason && reset.reason !== 'unexplained' ? reset.reason : reset.cause);
  const crashed = /watchdog|exception|crash|stuck/.test(reset.cause + reset.reason);
  say('gateway', 'Running for ' + duration(device.uptime_s) + '. Last start: ' + cause + '.', crashed ? 'fair' : '');
  figures('gateway-figures', [
    ['Firmware', device.firmware.version + ' (' + device.firmware.build + ')'],
    ['Board', device.board],
    ['MAC', device.mac],
    ['Starts', count(device.boot_count)],
    ['Crash', crash(reset.exception)],
    ['Free memory', bytes(status.heap.free) + ', at least ' + bytes(status.heap.min_free)],
    ['Restarts for Wi-Fi', watchdog.wifi_restarts || ''],
    ['Restarts for the meter', watchdog.serial_restarts || ''],
    ['Restarts by watchdog', watchdog.hw_resets || ''],
    ['Wrong log-ins', status.http.unauthorized || ''],
    ['Last update', lastUpdate(status.ota)]
  ]);
}

let newest = 0;

function showEvents(answer, uptime) {
  const list = $('events');
  if (!newest) clear(list);
  answer.events.forEach(event => {
    const item = make('li');
    const when = new Date(Date.now() - (uptime - event.uptime_s) * 1000);
    item.appendChild(make('time', when.toLocaleString([], {month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit'})));
    const known = words(EVENTS, event.code);
    const detail = Array.isArray(known) && known[1] || String;
    item.appendChild(document.createTextNode((Array.isArray(known) ? known[0] : known) + (event.detail ? ': ' + detail(event.detail) : '')));
    list.insertBefore(item, list.firstChild);
  });
  while (list.children.length > MOST_EVENTS) list.removeChild(list.lastChild);
  newest = answer.next;
}

let polls = 0;
let timer = null;
let uptime = 0;

async function poll() {
  timer = null;
  try {
    const status = await request('GET', 'status');
    const device = status.device;
    const restarted = device.uptime_s < uptime;
    uptime = device.uptime_s;
    if (restarted) newest = polls = 0;
    document.title = device.name || device.id;
    setText($('name'), device.name || device.id);
    setText($('device'), (device.name ? device.id + ' · ' : '') + status.wifi.ip);
    showMeter(status.p1);
    showWifi(status.wifi);
    showClients(status.tcp);
    showGateway(status);
    if (polls % EVENTS_EVERY === 0) showEvents(await request('GET', 'events?since=' + newest), uptime);
    polls += 1;
    say('connection', '');
    updateArrived(device);
  } catch (failure) {
    say('connection', failure.message + (failure.status ? '' : ' The figures below are old. Trying again…'), 'bad');
    // Asking on without a password would only lock this computer out.
    if (failure.status === 401 || failure.status === 429) return;
  }
  if (!document.hidden && !timer) timer = setTimeout(poll, POLL_MS);
}

async function showFrame() {
  say('frame-state', 'Asking…');
  try {
    const call = await request('GET', 'frame', null, {raw: true});
    frame = new Uint8Array(call.response);
    const verdict = call.getResponseHeader('X-SMR-CRC');
    const texts = {valid: 'Check sum right', invalid: 'Check sum wrong', absent: 'Without check sum'};
    say('frame-state', words(texts, verdict) + ', ' + frame.length + ' bytes, ' + ago(call.getResponseHeader('X-SMR-Age-Ms')) + '.', verdict === 'invalid' ? 'bad' : 'good');
    // What is no printable ASCII shows as a dot.
    setText($('frame-text'), Array.from(frame, byte => byte === 10 || byte > 31 && byte < 127 ? String.fromCharCode(byte) : byte === 13 ? '' : '·').join(''));
  } catch (failure) {
    say('frame-state', failure.status === 404 ? 'No whole telegram yet.' : failure.message, 'fair');
  }
}

let frame = null;

function saveFrame() {
  if (!frame) return;
  const link = make('a');
  link.href = URL.createObjectURL(new Blob([frame]));
  link.download = 'telegram.txt';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

$('frame').addEventListener('toggle', () => { if ($('frame').open) showFrame(); });
$('frame-reload').onclick = showFrame;
$('frame-save').onclick = saveFrame;
document.addEventListener('visibilitychange', () => { if (!document.hidden && !timer) poll(); });
// What forms.js adds is there by then.
setTimeout(poll);
