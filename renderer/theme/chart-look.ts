/** The tokens that the charts draw with, read from the style sheet so that there is one source of color. */
export interface ChartLook {
  readonly background: string;
  readonly panel: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly faint: string;
  readonly line: string;
  readonly grid: string;
  readonly up: string;
  readonly down: string;
  readonly upFill: string;
  readonly downFill: string;
  readonly amber: string;
  readonly amberFill: string;
  readonly cyan: string;
  readonly bollinger: string;
  readonly bollingerMid: string;
  readonly rsi: string;
  readonly volume: string;
  readonly crosshair: string;
  readonly lastBackground: string;
  readonly lastText: string;
  readonly entryBackground: string;
  readonly squeezeOn: string;
  readonly squeezeOff: string;
  readonly shade: string;
  readonly font: string;
}

export function readChartLook(root: Element = document.documentElement): ChartLook {
  const style = getComputedStyle(root);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    background: token('bg'),
    panel: token('panel'),
    text: token('text'),
    text2: token('text-2'),
    text3: token('text-3'),
    faint: token('faint'),
    line: token('line'),
    grid: token('grid'),
    up: token('up'),
    down: token('down'),
    upFill: token('up-fill'),
    downFill: token('down-fill'),
    amber: token('amber'),
    amberFill: token('amber-fill'),
    cyan: token('cyan'),
    bollinger: token('bollinger'),
    bollingerMid: token('bollinger-mid'),
    rsi: token('rsi'),
    volume: token('volume'),
    crosshair: token('crosshair'),
    lastBackground: token('last-bg'),
    lastText: token('last-text'),
    entryBackground: token('entry-bg'),
    squeezeOn: token('squeeze-on'),
    squeezeOff: token('squeeze-off'),
    shade: token('shade'),
    font: token('font'),
  };
}
