import { describe, expect, it } from 'vitest';
import { matching, preselected, type Findable } from '../../../../renderer/state/palette-match.ts';

const act = (title: string, group = 'Flatten and stop'): Findable => ({
  title,
  group,
  verb: title.split(' ')[0] ?? '',
});
const view = (title: string, group = 'Go to'): Findable => ({ title, group });

/** As the palette has them: acts first, as they are made. */
const ITEMS = [
  act('Flatten MNQ'),
  act('Flatten everything'),
  act('Stop entries MNQ'),
  act('Stop entries of all strategies'),
  act('Start entries MES Winner\u2026', 'Start'),
  act('Speed 10\u00d7', 'Simulation'),
  view('Chart MNQ Winner'),
  view('Chart MES Winner'),
  view('Settings'),
  view('Notifications'),
  view('Equity and drawdown'),
  view('Times in Chicago', 'View'),
];

const titles = (query: string): readonly string[] => matching(ITEMS, query).map((item) => item.title);
const chosen = (query: string): string | undefined => preselected(matching(ITEMS, query), query)?.title;

describe('matching', () => {
  it('finds what has all of the words, each at the beginning of one of its own or inside it', () => {
    expect(titles('mnq chart')).toEqual(['Chart MNQ Winner']);
    expect(titles('draw')).toEqual(['Equity and drawdown']);
    expect(titles('flatten mnq')[0]).toBe('Flatten MNQ');
  });

  it('never puts scattered letters together', () => {
    expect(titles('ema')).toEqual([]);
    expect(titles('note')).toEqual([]);
    expect(titles('MCL')).toEqual([]);
    expect(titles('fltt')).toEqual([]);
  });

  it('puts names and views before what acts, whatever fits better', () => {
    expect(titles('mnq')[0]).toBe('Chart MNQ Winner');
    expect(titles('ES')[0]).toBe('Chart MES Winner');
    expect(titles('s')[0]).toBe('Settings');
    expect(titles('')[0]).toBe('Chart MNQ Winner');
    expect(titles('')).toHaveLength(ITEMS.length);
  });

  it('puts an act whose verb is typed where its words put it', () => {
    expect(titles('st')[0]).toBe('Stop entries MNQ');
    expect(titles('fl')).toEqual([
      'Flatten MNQ',
      'Flatten everything',
      'Stop entries MNQ',
      'Stop entries of all strategies',
    ]);
  });
});

describe('preselected', () => {
  it('is the first that fits, where it only shows something', () => {
    expect(chosen('mnq')).toBe('Chart MNQ Winner');
    expect(chosen('settings')).toBe('Settings');
  });

  it('is an act only where its verb is being typed', () => {
    expect(chosen('flat')).toBe('Flatten MNQ');
    expect(chosen('flatten every')).toBe('Flatten everything');
    expect(chosen('start entries mes')).toBe('Start entries MES Winner\u2026');
    for (const query of ['everything', 'entries', 'all', 'mnq fl', 'flattened', 'mes start', '10']) {
      expect(chosen(query), query).toBeUndefined();
    }
  });

  it('is nothing before a word is typed', () => {
    expect(chosen('')).toBeUndefined();
    expect(chosen('  ')).toBeUndefined();
  });
});
