import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

export interface ServedPage {
  readonly rendererDir: string;
  readonly place: { readonly server: 'symbol' | 'hub'; readonly strategy: string | null };
  /** The plain page and its script, for a checkout without a bundle. */
  readonly fallback: { readonly html: string; readonly script: string };
}

/**
 * The cockpit's page and files. Which server serves it, and which strategy is selected, stand in a meta element, so that
 * no script needs to be written into the page; and a nonce for the page's first proof. Where the bundle is missing, a
 * plain built-in page is served.
 */
export async function servePage(app: FastifyInstance, options: ServedPage, nonce: () => string): Promise<void> {
  const index = join(options.rendererDir, 'index.html');
  const meta = (): string => {
    const place = { ...options.place, nonce: nonce() };
    return `<meta name="pitwall-place" content="${escapeAttribute(JSON.stringify(place))}">`;
  };
  let cached: { readonly at: number; readonly html: string } | undefined;

  const page = (): string => {
    if (!existsSync(index)) return options.fallback.html.replace('</head>', `${meta()}</head>`);
    const at = statSync(index).mtimeMs;
    if (cached?.at !== at) cached = { at, html: readFileSync(index, 'utf8') };
    return cached.html.replace('<head>', `<head>${meta()}`);
  };

  const send = app.get('/', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-cache').send(page()),
  );
  send.get('/plain.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('Cache-Control', 'no-cache').send(options.fallback.script),
  );

  if (existsSync(options.rendererDir)) {
    await app.register(fastifyStatic, {
      root: options.rendererDir,
      wildcard: true,
      index: false,
      dotfiles: 'deny',
      setHeaders: (reply, path) => {
        // Bundled files carry a hash of their content in the name.
        const lasting = path.includes('/assets/');
        reply.header('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
