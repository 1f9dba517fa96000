import { MINUS } from '../format/money.ts';
import { count, price, reading } from '../format/price.ts';
import type { SymbolConfig } from '../../engine/wire/index.ts';
import type { CockpitChart, Reading } from './cockpit-chart.ts';

/** The legend over the candles: written straight into the page, because it changes with every move of the mouse. */
export class Legend {
  private readonly element: HTMLElement;
  private readonly title: string;
  private readonly decimals: number;
  private readonly config: SymbolConfig;
  private readonly hasBands: boolean;
  private written = '';

  constructor(element: HTMLElement, title: string, config: SymbolConfig, decimals: number, hasBands: boolean) {
    this.hasBands = hasBands;
    this.element = element;
    this.title = title;
    this.config = config;
    this.decimals = decimals;
  }

  show(shown: Reading | undefined, chart: CockpitChart | undefined): void {
    const rows = shown === undefined ? [[this.title]] : this.rows(shown);
    const text = rows.map((row) => row.join('\u0001')).join('\u0002');
    if (text !== this.written) {
      this.written = text;
      this.element.replaceChildren(...rows.map((row) => this.line(row)));
    }
    if (chart !== undefined) this.showPanes(shown, chart);
  }

  private rows(shown: Reading): string[][] {
    const { bar, point } = shown;
    const at = (value: number | undefined): string => price(value, this.decimals);
    const prices = [this.title, 'O', at(bar.open), 'H', at(bar.high), 'L', at(bar.low), 'C', at(bar.close)];
    const volume =
      point !== undefined && (shown.isHovered || point === bar)
        ? ['Vol', count(point.volume)]
        : point === undefined
          ? []
          : ['Vol', count(point.volume)];
    const bands = [
      `BB ${this.config.bbPeriod}, ${this.config.bbStdDev}`,
      '',
      at(point?.bbUpper),
      '',
      at(point?.bbMiddle),
      '',
      at(point?.bbLower),
    ];
    if (!this.hasBands) return [[...prices, ...volume]];
    return [
      [...prices, ...volume],
      point?.bbUpper === undefined ? [`BB ${this.config.bbPeriod}, ${this.config.bbStdDev}`, '', 'warming up'] : bands,
    ];
  }

  /** First part the name, then pairs of label and value. */
  private line(parts: readonly string[]): HTMLElement {
    const row = document.createElement('div');
    const [name = '', ...pairs] = parts;
    row.append(this.span(name, 'legend-name'));
    for (let index = 0; index < pairs.length; index += 2) {
      row.append(this.span(pairs[index] ?? '', 'legend-label'), this.span(pairs[index + 1] ?? '', 'legend-value'));
    }
    return row;
  }

  private span(text: string, name: string): HTMLElement {
    const span = document.createElement('span');
    span.className = name;
    span.textContent = text;
    return span;
  }

  private showPanes(shown: Reading | undefined, chart: CockpitChart): void {
    const point = shown?.point;
    chart.rsiLegend.setParts([
      { text: `RSI ${this.config.rsiPeriod}`, ink: 'text2' },
      { text: point?.rsi === undefined ? 'warming up' : reading(point.rsi), ink: 'text', isStrong: true },
    ]);
    const isOn = point?.squeezeOn;
    chart.squeezeLegend.setParts([
      { text: 'TTM squeeze', ink: 'text2' },
      isOn === undefined
        ? { text: 'warming up', ink: 'text', isStrong: true }
        : { text: isOn ? 'on' : 'off', ink: isOn ? 'squeezeOn' : 'squeezeOff', dot: isOn ? 'squeezeOn' : 'squeezeOff' },
      {
        text:
          point?.momentum === undefined
            ? ''
            : `${point.momentum < 0 ? MINUS : '+'}${Math.abs(point.momentum).toFixed(this.decimals)}`,
        ink: 'text3',
      },
    ]);
  }
}
