/** A page for a checkout without the cockpit's bundle: it shows what arrives, and nothing more. */
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
<h1 id="title">Pitwall</h1>
<p class="note">The cockpit's page has not been built here; this is what the server says.</p>
<pre id="status">connecting</pre>
<pre id="bar"></pre>
<pre id="log"></pre>
<script src="/socket.io/socket.io.js"></script>
<script src="/plain.js"></script>
</body>
</html>
`,
  script: `'use strict';
const show = (id, value) => { document.getElementById(id).textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2); };
const lines = [];
const socket = io();
socket.on('connect_error', (error) => show('status', error.message));
socket.on('config', (config) => { document.title = config.symbol + ' ' + config.strategy; show('title', config.symbol + ' ' + config.strategy); });
socket.on('status', (status) => show('status', status));
socket.on('bar', (bar) => show('bar', bar));
socket.on('tick', (tick) => show('bar', tick));
socket.on('log', (line) => { lines.push(line.timestamp + ' ' + line.message); if (lines.length > 50) lines.shift(); show('log', lines.join('\\n')); });
`,
} as const;
