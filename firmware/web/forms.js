// What changes the gateway: restart and reset, settings, firmware.

let confirmed = null;

function ask(text, yes, action) {
  setText($('confirm-text'), text);
  setText($('confirm-yes'), yes);
  confirmed = action;
  $('confirm').hidden = false;
  $('confirm-no').focus();
}

async function act(path, doing) {
  $('confirm').hidden = true;
  say('action-result', 'Asking…');
  try {
    await request('POST', path);
    say('action-result', doing, 'good');
  } catch (failure) {
    say('action-result', failure.message, 'bad');
  }
}

$('identify').onclick = () => act('identify', 'The LED flashes, if there is one.');
$('restart').onclick = () => ask('Restart the gateway? Clients lose some telegrams.', 'Restart', () => act('restart', 'The gateway restarts.'));
$('wifi-reset').onclick = () => ask('Forget the Wi-Fi? All other settings stay.', 'Forget Wi-Fi',
  () => act('wifi-reset', 'The Wi-Fi is forgotten. Join the access point SMR-BRIDGE-… for setup.'));
$('factory-reset').onclick = () => ask('Erase all settings, with Wi-Fi and admin password?', 'Erase everything',
  () => act('factory-reset', 'All settings are erased. Join the access point SMR-BRIDGE-… for setup.'));
$('confirm-yes').onclick = () => confirmed();
$('confirm-no').onclick = () => {
  $('confirm').hidden = true;
  $('restart').focus();
};

// The form's fields are named by their path in the settings: "wifi.ssid".
const form = $('settings-form');
let config = null;
let wasOpen = false;

function at(path) {
  return path.split('.').reduce((value, key) => value == null ? value : value[key], config);
}

function put(target, path, value) {
  const keys = path.split('.');
  const last = keys.pop();
  keys.reduce((inner, key) => inner[key] = inner[key] || {}, target)[last] = value;
}

function fields() {
  return Array.from(form.elements).filter(field => field.name);
}

function fill(field) {
  const value = at(field.name);
  if (field.type === 'checkbox') {
    field.checked = !!value;
  } else {
    const text = value == null ? '' : String(value);
    if (field.tagName === 'SELECT' && !Array.from(field.options).some(option => option.value === text)) {
      field.add(new Option(text, text));
    }
    field.value = text;
  }
}

function read(field) {
  if (field.type === 'checkbox') return field.checked;
  if (field.type === 'number') return field.value === '' ? null : Number(field.value);
  return field.value;
}

// Only what was changed goes to the gateway.
function changes() {
  const patch = {};
  fields().forEach(field => {
    const value = read(field);
    const known = at(field.name);
    if (!field.disabled && value !== (known == null && value === '' ? '' : known == null ? null : known)) put(patch, field.name, value);
  });
  if ($('wifi-open').checked && !wasOpen) put(patch, 'wifi.passphrase', '');
  return patch;
}

function enable() {
  Array.from($('addresses').querySelectorAll('input')).forEach(field => { field.disabled = !$('fixed').checked; });
  $('addresses').hidden = !$('fixed').checked;
  $('wifi-password').disabled = $('wifi-open').checked;
}

async function loadSettings() {
  $('save').disabled = true;
  try {
    config = await request('GET', 'config');
    fields().forEach(fill);
    $('admin-again').value = '';
    $('wifi-open').checked = !!config.wifi.ssid && !config.wifi.secret_set;
    wasOpen = $('wifi-open').checked;
    setText($('key-pinned'), config.ota.key_pinned ? 'Images must be signed with the pinned key.' : 'No key is pinned: images need no signature.');
    enable();
    $('save').disabled = false;
  } catch (failure) {
    say('settings-result', failure.message, 'bad');
  }
}

async function saveSettings(event) {
  event.preventDefault();
  const patch = changes();
  if (!Object.keys(patch).length) return say('settings-result', 'Nothing was changed.');
  if (patch.wifi && patch.wifi.ssid && !('passphrase' in patch.wifi) && !wasOpen) {
    say('settings-result', 'Type the password of the new network, or say that it is open.', 'fair');
    return $('wifi-password').focus();
  }
  say('settings-result', 'Saving…');
  try {
    await request('PATCH', 'config', patch);
    let saved = 'Saved.';
    if (patch.wifi || patch.network) saved += ' The gateway joins anew, maybe with another address. If that fails for three minutes, its access point opens.';
    if (patch.admin) saved += ' The browser asks for the new password.';
    say('settings-result', saved, 'good');
    await loadSettings();
  } catch (failure) {
    say('settings-result', failure.message, 'bad');
  }
}

form.onsubmit = saveSettings;
$('fixed').onchange = $('wifi-open').onchange = enable;
$('settings').addEventListener('toggle', () => { if ($('settings').open) loadSettings(); });

const IMAGE_MAGIC = 0xE9;
// Receiving a megabyte over a weak signal, and reading it back.
const UPLOAD_MS = 300000;
let expected = null;

function contents(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed({message: 'The file cannot be read.'});
    reader.readAsArrayBuffer(file);
  });
}

// Browsers offer SHA-256 on secure pages only; the gateway checks the image's own sums in any case.
async function digestHeader(image) {
  if (!window.crypto || !crypto.subtle) return {};
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', image));
  return {'X-SMR-SHA256': Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('')};
}

async function upload(event) {
  event.preventDefault();
  const bar = $('update-progress');
  $('update-start').disabled = true;
  bar.value = 0;
  try {
    const image = await contents($('update-file').files[0]);
    if (new Uint8Array(image)[0] !== IMAGE_MAGIC) throw {message: 'This is no firmware image.'};
    const headers = await digestHeader(image);
    bar.hidden = false;
    const progress = sent => {
      bar.value = sent.loaded / image.byteLength;
      say('update-result', sent.loaded < image.byteLength ? 'Uploading: ' + Math.floor(100 * bar.value) + ' %' : 'Received. The gateway checks the image…');
    };
    const answer = await request('POST', 'firmware', image, {headers: headers, progress: progress, timeout: UPLOAD_MS});
    expected = answer && answer.version || 'the new version';
    say('update-result', 'The image is good. The gateway restarts with ' + expected + '…', 'good');
  } catch (failure) {
    say('update-result', failure.message + ' The firmware that runs was not touched.', 'bad');
  }
  bar.hidden = true;
  $('update-start').disabled = false;
}

// Called with each status: tells once when the gateway is back from an update.
let uptimeBefore = 0;
function updateArrived(device) {
  if (expected && device.uptime_s < uptimeBefore) {
    say('update-result', 'The gateway is back and runs ' + device.firmware.version + '.', device.firmware.version === expected ? 'good' : 'fair');
    expected = null;
  }
  uptimeBefore = device.uptime_s;
}

$('update-form').onsubmit = upload;
