'use strict';
// Acts for a user in a page of the gateway, and writes what it saw into #result.

const LIMIT_MS = 20000;
const frame = document.getElementById('frame');
const result = document.getElementById('result');

function el(id) { return frame.contentDocument.getElementById(id); }
function text(id) { return el(id).textContent; }
function visible(id) { return el(id).getClientRects().length > 0; }

function expect(what, good) {
  if (!good) throw new Error('not so: ' + what);
}

async function until(what, good) {
  const end = Date.now() + LIMIT_MS;
  while (!good()) {
    if (Date.now() > end) throw new Error('waited in vain: ' + what + '; the page says: ' + frame.contentDocument.body.innerText);
    await new Promise(done => setTimeout(done, 50));
  }
}

async function shows(id, part) {
  await until(id + ' shows "' + part + '"', () => text(id).includes(part));
}

function fill(id, value) {
  const field = typeof id === 'string' ? el(id) : id;
  field.focus();
  field.value = value;
  field.dispatchEvent(new frame.contentWindow.Event('input', {bubbles: true}));
  field.dispatchEvent(new frame.contentWindow.Event('change', {bubbles: true}));
}

function field(name) { return frame.contentDocument.querySelector('[name="' + name + '"]'); }

// Opens a page, runs `steps` in it, and says "passed" or why not.
async function drive(page, steps) {
  const faults = [];
  try {
    await new Promise(loaded => {
      frame.onload = loaded;
      frame.src = page;
    });
    const inner = frame.contentWindow;
    inner.addEventListener('error', event => faults.push('error: ' + event.message));
    inner.addEventListener('unhandledrejection', event => faults.push('rejected: ' + event.reason));
    frame.contentDocument.addEventListener('securitypolicyviolation', event => faults.push('against the policy: ' + event.blockedURI));
    await steps();
    expect('no script of a stranger ran', !window.harm);
    expect('no image of a stranger is there', !frame.contentDocument.querySelector('img'));
    result.textContent = faults.length ? faults.join('\n') : 'passed';
  } catch (error) {
    result.textContent = faults.concat(String(error)).join('\n');
  }
}
