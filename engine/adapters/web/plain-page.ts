/** A page for a checkout without the cockpit's bundle. @param body between the body's tags; the page's script follows it */
export function plainPage(body: string): string {
  return `<!doctype html>
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
${body}
<script src="/socket.io/socket.io.js"></script>
<script src="/plain.js"></script>
</body>
</html>
`;
}
