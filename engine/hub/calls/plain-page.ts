/** A page for a checkout without the cockpit's bundle: it opens with a one-time link and shows what arrives. */
export const PLAIN_PAGE = {
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pitwall</title>
<style>
body{margin:0;padding:24px;background:#0b0e13;color:#dbe2ec;font:15px/1.5 system-ui,sans-serif}
h1{font-size:18px;font-weight:600}
pre{background:#131822;padding:12px;border-radius:6px;overflow:auto;font:13px/1.45 ui-monospace,monospace}
.note{color:#8b97a8}
</style>
</head>
<body>
<h1>Pitwall</h1>
<p class="note">The cockpit's page has not been built here; this is what the hub says.</p>
<pre id="pnl">connecting</pre>
<pre id="strategies"></pre>
<pre id="log"></pre>
<script src="/socket.io/socket.io.js"></script>
<script src="/plain.js"></script>
</body>
</html>
`,
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
