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
const open = async () => {
  const code = new URLSearchParams(location.hash.slice(1)).get('open');
  if (code !== null) {
    history.replaceState(null, '', '/');
    const answer = await fetch('/api/auth/redeem', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
    if (answer.ok) sessionStorage.setItem('pitwall token', (await answer.json()).token);
  }
  const token = sessionStorage.getItem('pitwall token');
  const socket = io(token === null ? {} : { auth: { token } });
  socket.on('connect_error', (error) => show('pnl', error.message));
  socket.on('pnl_update', (pnl) => show('pnl', pnl));
  socket.on('strategy_pnl_update', (one) => { strategies[one.strategy_name] = one.pnl; show('strategies', strategies); });
  socket.on('log_entry', (line) => { lines.push(line.time + ' ' + line.message); if (lines.length > 50) lines.shift(); show('log', lines.join('\\n')); });
};
open();
`,
} as const;
