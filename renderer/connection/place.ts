/** Which server served this page: the hub, or one strategy's own. It stands in a meta element of the page. */
export interface PagePlace {
  readonly server: 'hub' | 'symbol';
  readonly strategy: string | null;
}

export function readPlace(document: Pick<Document, 'querySelector'>): PagePlace {
  const content = document.querySelector('meta[name="pitwall-place"]')?.getAttribute('content');
  if (content == null) return { server: 'hub', strategy: null };
  try {
    const given = JSON.parse(content) as Partial<PagePlace>;
    return { server: given.server === 'symbol' ? 'symbol' : 'hub', strategy: given.strategy ?? null };
  } catch {
    return { server: 'hub', strategy: null };
  }
}
