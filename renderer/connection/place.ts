/** Which server served this page: the hub, or one strategy's own. It stands in a meta element of the page. */
export interface PagePlace {
  readonly server: 'hub' | 'symbol';
  readonly strategy: string | null;
  /** For the page's first proof; null where the server gave none. */
  readonly nonce: string | null;
}

const NOWHERE: PagePlace = { server: 'hub', strategy: null, nonce: null };

export function readPlace(document: Pick<Document, 'querySelector'>): PagePlace {
  const content = document.querySelector('meta[name="pitwall-place"]')?.getAttribute('content');
  if (content == null) return NOWHERE;
  try {
    // The server that gave the page wrote it; whatever is missing falls back.
    const { server, strategy = null, nonce = null } = JSON.parse(content) as Partial<PagePlace>;
    return { server: server === 'symbol' ? 'symbol' : 'hub', strategy, nonce };
  } catch {
    return NOWHERE;
  }
}
