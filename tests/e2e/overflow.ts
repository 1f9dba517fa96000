import type { Page } from '@playwright/test';

/**
 * What is cut off on a page, in words: text wider or higher than its box, boxes that reach out of the window. Text that ends
 * in an ellipsis on purpose must be readable whole in a title of its own or of what it stands in.
 */
export function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const root = document.documentElement;
    const titled = '[title]:not([title=""])';
    if (root.scrollWidth > root.clientWidth)
      faults.push(`the page scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
    const nameOf = (element: Element): string => {
      const words = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 50);
      return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${words}"`;
    };
    const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
    const isInScroller = (element: Element): boolean => {
      for (let at = element.parentElement; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (scrolls(style.overflowX) && at.scrollWidth > at.clientWidth) return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (
        element.closest(
          'svg, canvas, .tv-lightweight-charts, [aria-hidden=true], .visually-hidden, .dv-live-region',
        ) !== null
      )
        continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || style.visibility === 'hidden') continue;
      const hasWords = [...element.childNodes].some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
      );
      if (hasWords && !isInScroller(element) && (box.right > innerWidth + 1 || box.left < -1))
        faults.push(`${nameOf(element)} reaches out of the window`);
      const cutsX = style.overflowX === 'hidden' || style.overflowX === 'clip';
      const cutsY = style.overflowY === 'hidden' || style.overflowY === 'clip';
      const isWide = element.scrollWidth > element.clientWidth + 1;
      if (cutsX && isWide && style.textOverflow === 'ellipsis') {
        if (element.closest(titled) === null && element.querySelector(titled) === null)
          faults.push(`${nameOf(element)} is cut and has no title`);
      } else if (
        cutsX &&
        isWide &&
        (element.textContent ?? '').trim() !== '' &&
        element.closest('.dv-scrollable, .dv-tabs-container') === null
      )
        faults.push(`${nameOf(element)} is cut: ${element.scrollWidth} > ${element.clientWidth}`);
      if (cutsY && !cutsX && element.scrollHeight > element.clientHeight + 2)
        faults.push(`${nameOf(element)} is cut below: ${element.scrollHeight} > ${element.clientHeight}`);
      if (hasWords && !cutsX && isWide && style.display !== 'inline' && !scrolls(style.overflowX))
        faults.push(`${nameOf(element)} is wider than its box: ${element.scrollWidth} > ${element.clientWidth}`);
    }
    return faults;
  });
}
