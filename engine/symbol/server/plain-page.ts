import { plainPage } from '../../adapters/web/plain-page.ts';

/** A page for a checkout without the cockpit's bundle: it shows what arrives, and nothing more. */
export const PLAIN_PAGE = {
  html: plainPage(`<h1 id="title">Pitwall</h1>
<p class="note">The cockpit's page has not been built here; this is what the server says.</p>
<pre id="status">connecting</pre>
<pre id="bar"></pre>
<pre id="log"></pre>`),
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
