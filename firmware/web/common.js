'use strict';
// What the dashboard and the portal share; all scripts are served as one, app.js (see README.md). Text from the gateway or the air is only ever set as text.

function $(id) { return document.getElementById(id); }

// Sets text only where it changed, so that a selection stays and screen readers speak only of changes.
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// A sentence with a judgement: 'good', 'fair', 'bad' or nothing.
function say(id, text, judgement) {
  setText($(id), text);
  $(id).className = 'note ' + (judgement || '');
}

function make(tag, text, name) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (name) element.className = name;
  return element;
}

function clear(element) {
  while (element.firstChild) element.removeChild(element.firstChild);
}

function wait(milliseconds) {
  return new Promise(done => setTimeout(done, milliseconds));
}

// The gateway has few connections: one request at a time.
let lastRequest = Promise.resolve();

// Answers with the JSON, or with the whole XMLHttpRequest if `options.raw`. Rejects with {status, message}.
function request(method, path, body, options) {
  const next = lastRequest.then(() => send(method, '/api/v1/' + path, body, options || {}));
  lastRequest = next.catch(() => {});
  return next;
}

function send(method, path, body, options) {
  return new Promise((done, failed) => {
    const call = new XMLHttpRequest();
    call.open(method, path);
    call.responseType = options.raw ? 'arraybuffer' : 'text';
    call.timeout = options.timeout || 8000;
    if (options.headers) Object.keys(options.headers).forEach(name => call.setRequestHeader(name, options.headers[name]));
    if (options.progress) call.upload.onprogress = options.progress;
    const isFile = body instanceof ArrayBuffer;
    if (body && !isFile) call.setRequestHeader('Content-Type', 'application/json');
    call.onload = () => {
      if (options.raw && call.status === 200) return done(call);
      let answer = null;
      try {
        answer = JSON.parse(options.raw ? '' : call.responseText);
      } catch (error) {
        // An empty answer, as to a restart: the status code says enough.
      }
      if (call.status >= 200 && call.status < 300) return done(answer);
      failed({status: call.status, message: problem(call.status, answer)});
    };
    call.onerror = call.ontimeout = () => failed({status: 0, message: 'The gateway does not answer.'});
    call.send(body && !isFile ? JSON.stringify(body) : body || null);
  });
}

function problem(status, answer) {
  if (answer && answer.error && answer.error.message) return String(answer.error.message);
  if (status === 401) return 'Log in as admin: reload the page.';
  if (status === 429) return 'Too many wrong passwords: wait, then reload the page.';
  return 'The gateway answered with error ' + status + '.';
}

// A signal in words, bars (0 to 4) and a judgement.
function signal(dbm) {
  if (dbm >= -60) return ['Very good signal', 4, 'good'];
  if (dbm >= -68) return ['Good signal', 3, 'good'];
  if (dbm >= -76) return ['Fair signal', 2, 'good'];
  if (dbm >= -83) return ['Weak signal', 1, 'fair'];
  return ['Very weak signal', 0, 'bad'];
}

// A check box "…-show" shows what is typed into the password fields beside it.
document.querySelectorAll('[id$=-show]').forEach(box => {
  const fields = box.closest('fieldset').querySelectorAll('[type=password]');
  box.onchange = () => fields.forEach(field => { field.type = box.checked ? 'text' : 'password'; });
});

// A field "…-again" must hold the same as "…-password": otherwise the browser refuses to submit.
document.querySelectorAll('[id$=-again]').forEach(second => {
  const first = $(second.id.replace('again', 'password'));
  first.oninput = second.oninput = () => second.setCustomValidity(first.value === second.value ? '' : 'The two passwords differ.');
});
