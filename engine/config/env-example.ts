import { defaultText, optionEntries } from './help.ts';

function wrapComment(text: string): string {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > 100) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** The text of .env.example: every variable with its doc and default, commented out. A test compares it with the file. */
export function envExample(): string {
  const blocks = optionEntries().flatMap(([, option]) => {
    const [first, ...others] = option.env ?? [];
    if (first === undefined) return [];
    const standard = defaultText(option) ?? '';
    const also = others.length === 0 ? '' : ` Also read, in this order: ${others.join(', ')}.`;
    const lines = [`${first}=${standard}`, ...others.map((name) => `${name}=`)];
    return [[wrapComment(`${option.doc}${also}`), ...lines.map((line) => `# ${line}`)].join('\n')];
  });
  const services = ['USER', 'TRADING', 'MARKET_DATA', 'EVENT'].map((name) => `# ${name}_SERVICE_URL=`);
  return `# Copy to .env (or .env.local, which stands before it) and take away the # of what you want to set. The environment
# itself stands before both, flags stand before all. A test compares this file with the table of options.

${blocks.join('\n\n')}

# Accepted and not used: these services are built in.
${services.join('\n')}
`;
}
