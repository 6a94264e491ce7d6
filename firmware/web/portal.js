// Setup: choose a network, give the gateway a name and a password, and see whether it joined.

const SCAN_POLL_MS = 1500;
const JOIN_POLL_MS = 1000;
// The access point stays half a minute after joining; a phone may need some of that to come back to it.
const JOIN_LIMIT_MS = 90000;

const FAILURES = {
  'wrong-password': 'The password was not accepted. Check it and try again.',
  'not-found': 'The network was not found. Check its name and reach. It needs 2.4 GHz and WPA2, not WPA3 only.',
  'no-address': 'The network gave the gateway no address. Check DHCP on the router, then try again.',
  'failed': 'Joining failed. Move the gateway closer to the access point and try again.'
};

let info = {id: '', name: '', state: 'setup'};

function chosen() {
  return document.querySelector('input[name=network]:checked');
}

function isOther() { return $('other').checked; }

function wantsPassword() {
  const choice = chosen();
  return !choice || isOther() || choice.dataset.open !== 'yes';
}

function choose() {
  $('ssid-row').hidden = !isOther();
  $('ssid').required = isOther();
  $('wifi-row').hidden = !wantsPassword();
  setText($('wifi-hint'), isOther() ? 'Empty for an open network.' : '');
  checkPassword();
}

function checkPassword() {
  const text = $('wifi-password').value;
  const size = text.length;
  const good = size >= 8 && size <= 63 || /^[0-9a-f]{64}$/i.test(text) || !size && isOther() || !wantsPassword();
  $('wifi-password').setCustomValidity(good ? '' : 'A Wi-Fi password has 8 to 63 characters.');
}

function bars(strength) {
  const drawn = make('span', '', 'bars');
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', strength[0]);
  for (let bar = 0; bar < 4; bar += 1) drawn.appendChild(make('i', '', bar < strength[1] ? 'full' : ''));
  return drawn;
}

function networkRow(network, previous) {
  const row = make('label', '', 'network');
  const button = make('input');
  button.type = 'radio';
  button.name = 'network';
  button.value = network.ssid;
  button.dataset.open = network.open ? 'yes' : 'no';
  button.checked = network.ssid === previous;
  button.onchange = choose;
  row.appendChild(button);
  row.appendChild(make('span', network.ssid));
  if (network.open) row.appendChild(make('small', 'open'));
  row.appendChild(bars(signal(network.rssi_dbm)));
  return row;
}

// One row for each name, the strongest first: several access points may carry one name. Hidden ones have none.
function showNetworks(networks) {
  const previous = chosen() && !isOther() ? chosen().value : null;
  const names = new Set(['']);
  const rows = networks.sort((left, right) => right.rssi_dbm - left.rssi_dbm)
    .filter(network => !names.has(network.ssid) && names.add(network.ssid));
  clear($('networks'));
  rows.forEach(network => $('networks').appendChild(networkRow(network, previous)));
  setText($('scan-state'), rows.length ? 'Choose the network that the gateway is to join.' : 'No network found.');
  choose();
}

async function scan() {
  $('scan').disabled = true;
  setText($('scan-state'), 'Looking for networks…');
  try {
    let answer = await request('GET', 'scan');
    while (answer.running) {
      await wait(SCAN_POLL_MS);
      answer = await request('GET', 'scan');
    }
    showNetworks(answer.networks);
  } catch (failure) {
    setText($('scan-state'), refusal(failure));
  }
  $('scan').disabled = false;
}

// The little browsers that open by themselves cannot ask for a password.
function refusal(failure) {
  if (failure.status !== 401) return failure.message;
  return 'This needs the admin password. If nothing asked for it, open http://192.168.4.1/ in your usual browser.';
}

function done(title, steps) {
  $('setup').hidden = $('claim').hidden = true;
  say('state', '');
  setText($('done-title'), title);
  clear($('done-steps'));
  steps.forEach(step => {
    const item = make('li', typeof step === 'string' ? step : '');
    if (typeof step !== 'string') item.appendChild(step);
    $('done-steps').appendChild(item);
  });
  $('done').hidden = false;
  $('done-title').focus();
}

// A link to the dashboard; `host` is an address, a name of ours, or empty for where we are.
function dashboard(host) {
  const address = host && /^[\w.-]+$/.test(host) ? 'http://' + host + '/' : '/';
  const link = make('a', 'Open ' + (address === '/' ? 'the dashboard' : address));
  link.href = address;
  return link;
}

function joined(ip, ssid) {
  done('The gateway has joined your Wi-Fi', [
    'Its access point goes away in half a minute.',
    'Connect this phone or computer to ' + (ssid || 'your Wi-Fi') + ' again.',
    dashboard(ip),
    'Log in as admin with the password you chose.'
  ]);
}

function edit(message, judgement) {
  $('setup').hidden = false;
  $('join').disabled = false;
  say('state', message, judgement);
}

// Asks how the joining goes until it is decided.
async function follow(ssid) {
  const end = Date.now() + JOIN_LIMIT_MS;
  $('join').disabled = true;
  const trying = 'The gateway tries to join ' + (ssid || 'your network') + '. This takes up to half a minute…';
  say('state', trying);
  window.scrollTo(0, 0);
  while (Date.now() < end) {
    await wait(JOIN_POLL_MS);
    try {
      const answer = await request('GET', 'provision', null, {timeout: 4000});
      if (answer.state === 'joined') return joined(answer.ip, ssid);
      if (answer.state === 'failed') {
        edit(FAILURES[answer.reason] || FAILURES.failed, 'bad');
        return $(answer.reason === 'wrong-password' ? 'wifi-password' : 'scan').focus();
      }
      if (answer.state === 'idle') return edit('');
      say('state', trying);
    } catch (failure) {
      if (failure.status) return edit(refusal(failure), 'bad');
      say('state', 'The connection to the gateway was interrupted. Stay on its access point, or connect to it again…', 'fair');
    }
  }
  edit('No answer. If the gateway’s access point is gone, it has joined: open http://' + info.id + '.local/ on your Wi-Fi. If not, connect to it and try again.', 'fair');
}

async function join(event) {
  event.preventDefault();
  const ssid = isOther() ? $('ssid').value : chosen().value;
  const wanted = {ssid: ssid};
  if (wantsPassword() && $('wifi-password').value) wanted.passphrase = $('wifi-password').value;
  // A gateway that has an admin keeps its name and password.
  if (!$('gateway-part').hidden) {
    wanted.name = $('name').value;
    wanted.admin_password = $('admin-password').value;
  }
  $('join').disabled = true;
  try {
    await request('POST', 'provision', wanted);
    await follow(ssid);
  } catch (failure) {
    edit(refusal(failure), 'bad');
    window.scrollTo(0, 0);
  }
}

async function claim(event) {
  event.preventDefault();
  try {
    await request('POST', 'claim', {password: $('claim-password').value});
    done('The password is set', [dashboard(''), 'Log in as admin.']);
  } catch (failure) {
    say('state', failure.message, 'bad');
  }
}

async function startSetup() {
  const isFallback = info.state === 'fallback';
  $('gateway-part').hidden = isFallback;
  ['admin-password', 'admin-again'].forEach(id => { $(id).required = !isFallback; });
  $('name').value = info.name === info.id ? '' : info.name;
  edit(isFallback ? 'The gateway is in no network. Choose one, or correct the password.' : '', 'fair');
  choose();
  try {
    const answer = await request('GET', 'provision');
    if (answer.state === 'joined') return joined(answer.ip, '');
    if (answer.state === 'joining') await follow('');
  } catch (failure) {
    edit(refusal(failure), 'bad');
  }
  if ($('done').hidden) scan();
}

async function start() {
  try {
    info = await request('GET', 'info');
  } catch (failure) {
    say('state', failure.message + ' Trying again…', 'bad');
    return setTimeout(start, SCAN_POLL_MS);
  }
  setText($('title'), info.name || 'Smart-meter gateway');
  setText($('device'), info.name === info.id ? '' : info.id);
  say('state', '');
  if (info.state === 'unclaimed') {
    $('claim').hidden = false;
  } else if (info.state === 'run') {
    done('This gateway is set up', [dashboard('')]);
  } else {
    startSetup();
  }
}

$('setup').onsubmit = join;
$('claim').onsubmit = claim;
$('scan').onclick = scan;
$('other').onchange = choose;
$('wifi-password').oninput = checkPassword;
start();
