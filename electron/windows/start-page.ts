/** What the window shows while there is no cockpit yet: text alone, no script, no file, no server. */
const STYLE =
  ':root{color-scheme:dark light}body{margin:0;height:100vh;display:grid;place-items:center;' +
  'font:15px/1.5 Inter,system-ui,sans-serif;background:#0e1116;color:#d5dae1}' +
  '@media(prefers-color-scheme:light){body{background:#f6f7f9;color:#1c2128}}' +
  'main{max-width:34rem;padding:2rem}h1{font-size:1.25rem;font-weight:600;margin:0 0 .5rem}p{margin:0;white-space:pre-wrap}';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The page as an address. */
export function startPage(title: string, text: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const html =
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pitwall</title>` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><style>${STYLE}</style>` +
    `<main><h1>${escaped(title)}</h1><p>${escaped(text)}</p></main></html>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}
