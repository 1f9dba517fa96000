import { plainPage } from '../../adapters/web/plain-page.ts';

/** A page for a checkout without the cockpit's bundle: it opens with a one-time link and shows what arrives. */
export const PLAIN_PAGE = {
  html: plainPage(`<h1>Pitwall</h1>
<p class="note">The cockpit's page has not been built here; this is what the hub says.</p>
<pre id="pnl">connecting</pre>
<pre id="strategies"></pre>
<pre id="log"></pre>`),
  script: `'use strict';
const show = (id, value) => { document.getElementById(id).textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2); };
const lines = [];
const strategies = {};
const bytes = new TextEncoder();
const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const part = (value) => encode(bytes.encode(JSON.stringify(value)));
const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const key = crypto.subtle.generateKey(ES256, false, ['sign']);
let nonce = JSON.parse(document.querySelector('meta[name="pitwall-place"]').content).nonce;
/** A proof that this page has the key of its token (RFC 9449). */
const prove = async (htm, path, token) => {
  const { publicKey, privateKey } = await key;
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const ath = token === undefined ? {} : { ath: encode(await crypto.subtle.digest('SHA-256', bytes.encode(token))) };
  const claims = { jti: crypto.randomUUID(), htm, htu: location.origin + path, iat: Math.floor(Date.now() / 1000), nonce, ...ath };
  const text = part({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } }) + '.' + part(claims);
  return text + '.' + encode(await crypto.subtle.sign(ES256, privateKey, bytes.encode(text)));
};
const open = async () => {
  const code = new URLSearchParams(location.hash.slice(1)).get('open');
  if (code === null) return show('pnl', 'This page opens with a link, and once: ask for a new one.');
  history.replaceState(null, '', '/');
  const headers = { 'content-type': 'application/json', dpop: await prove('POST', '/api/auth/redeem') };
  const answer = await fetch('/api/auth/redeem', { method: 'POST', headers, body: JSON.stringify({ code }) });
  const told = await answer.json();
  if (!answer.ok) return show('pnl', told.error.message);
  const { token } = told;
  const socket = io({ auth: (give) => void prove('CONNECT', '/', token).then((proof) => give({ token, proof })) });
  socket.on('connect_error', (error) => {
    show('pnl', error.message);
    if (error.data?.nonce !== undefined) nonce = error.data.nonce;
    if (!socket.active) setTimeout(() => socket.connect(), 1000);
  });
  socket.on('pnl_update', (pnl) => show('pnl', pnl));
  socket.on('strategy_pnl_update', (one) => { strategies[one.strategy_name] = one.pnl; show('strategies', strategies); });
  socket.on('log_entry', (line) => { lines.push(line.time + ' ' + line.message); if (lines.length > 50) lines.shift(); show('log', lines.join('\\n')); });
};
open();
`,
} as const;
