import { useEffect, useState, type ReactElement } from 'react';
import type { QuoteUpdate } from '../../engine/wire/index.ts';
import { UpIcon, DownIcon, CrossIcon } from '../controls/icons.tsx';
import { Table, type Column } from '../controls/table.tsx';
import { onFrame } from '../connection/frame.ts';
import { MINUS, NOTHING } from '../format/money.ts';
import { count, price } from '../format/price.ts';
import { contractOf } from '../state/catalog.ts';
import { isPriceOld } from '../state/old-figures.ts';
import { useCockpit, usePrefs, useScreen } from './cockpit-context.ts';
import { PanelPage } from './panel-page.tsx';
import { RowTime } from './row-time.tsx';
import { useCall } from './use-call.ts';
import { useNames } from './use-names.ts';

interface Row {
  readonly symbol: string;
  readonly quote: QuoteUpdate | undefined;
}

/** Live quotes of the symbols asked for; what comes in between two frames is drawn once. */
function useQuotes(symbols: readonly string[]): Readonly<Record<string, QuoteUpdate>> {
  const { cockpit } = useScreen();
  const isUp = useCockpit((state) => state.hub.phase === 'up');
  const [quotes, setQuotes] = useState<Readonly<Record<string, QuoteUpdate>>>({});
  const key = symbols.join();
  useEffect(() => {
    const socket = cockpit.link()?.socket;
    const asked = key === '' ? [] : key.split(',');
    if (socket === undefined || !isUp || asked.length === 0) return undefined;
    let fresh: Record<string, QuoteUpdate> = {};
    let isDue = false;
    const take = (quote: QuoteUpdate): void => {
      fresh[quote.symbol] = quote;
      if (isDue) return;
      isDue = true;
      onFrame(() => {
        isDue = false;
        const taken = fresh;
        fresh = {};
        setQuotes((before) => ({ ...before, ...taken }));
      });
    };
    socket.on('quote:update', take);
    socket.emit('subscribe:watchlist', asked);
    return () => {
      socket.off('quote:update', take);
      socket.emit('unsubscribe:watchlist', asked);
    };
  }, [cockpit, isUp, key]);
  return quotes;
}

function changeText(value: number, text: string): ReactElement {
  if (value === 0) return <span>{text}</span>;
  return (
    <span className={value > 0 ? 'up' : 'down'}>
      {value > 0 ? <UpIcon size={8} /> : <DownIcon size={8} />} {text}
    </span>
  );
}

export function WatchlistPanel(): ReactElement {
  const { cockpit } = useScreen();
  const { zone } = usePrefs();
  const names = useNames();
  const roots = useCockpit((state) => [...new Set(state.symbols.map((symbol) => symbol.root))].join());
  const [kept] = useCall('watchlist');
  const [own, setOwn] = useState<readonly string[]>();
  const [typed, setTyped] = useState('');
  const stored = kept.state === 'ok' && kept.value.symbols.length > 0 ? kept.value.symbols : undefined;
  const symbols = own ?? stored ?? (roots === '' ? [] : roots.split(','));
  const quotes = useQuotes(symbols);
  const keep = (next: readonly string[]): void => {
    setOwn(next);
    void cockpit.hub.call('setWatchlist', { body: { symbols: [...next] } });
  };
  const old = useCockpit((state) =>
    symbols.filter((symbol) => isPriceOld(state, contractOf(state.catalog, symbol)?.root ?? symbol)).join(),
  );
  const isOld = (symbol: string): boolean => old.split(',').includes(symbol);
  const columns: readonly Column<Row>[] = [
    {
      key: 'symbol',
      title: 'Symbol',
      width: '17%',
      cell: (row) => (
        <>
          <strong>{row.symbol}</strong>
          {row.quote?.simulated === true && !isAllMade ? <span className="faint"> simulated</span> : null}
        </>
      ),
    },
    {
      key: 'price',
      title: 'Price',
      width: '15%',
      isNumber: true,
      cell: ({ symbol, quote }) => (
        <span className={isOld(symbol) ? 'is-stale' : ''}>{price(quote?.price, names.decimals(symbol))}</span>
      ),
    },
    {
      key: 'change',
      title: 'Change',
      width: '15%',
      isNumber: true,
      cell: ({ quote, symbol }) =>
        quote?.priorClose === undefined
          ? NOTHING
          : changeText(quote.change, price(Math.abs(quote.change), names.decimals(symbol))),
    },
    {
      key: 'percent',
      title: '%',
      width: '10%',
      isNumber: true,
      cell: ({ quote }) =>
        quote?.priorClose === undefined
          ? NOTHING
          : `${quote.changePercent < 0 ? MINUS : '+'}${Math.abs(quote.changePercent).toFixed(2)}`,
    },
    {
      key: 'prior',
      title: 'Prior close',
      width: '15%',
      isNumber: true,
      cell: (row) => price(row.quote?.priorClose, names.decimals(row.symbol)),
    },
    { key: 'volume', title: 'Volume', width: '13%', isNumber: true, cell: (row) => count(row.quote?.volume) },
    {
      key: 'time',
      title: 'As of',
      width: '10%',
      cell: (row) => (row.quote === undefined ? NOTHING : <RowTime iso={row.quote.timestamp} zone={zone} />),
    },
    {
      key: 'remove',
      title: '',
      width: '5%',
      cell: (row) => (
        <button
          type="button"
          className="row-button"
          aria-label={`Remove ${row.symbol}`}
          onClick={() => keep(symbols.filter((each) => each !== row.symbol))}
        >
          <CrossIcon size={9} />
        </button>
      ),
    },
  ];
  const tools = (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const symbol = typed.trim().toUpperCase();
        if (symbol !== '' && !symbols.includes(symbol)) keep([...symbols, symbol]);
        setTyped('');
      }}
    >
      <input
        className="field"
        aria-label="Add a symbol"
        placeholder="Add a symbol"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
  const shown = symbols.flatMap((symbol) => quotes[symbol] ?? []);
  const made = shown.filter((quote) => quote.simulated === true);
  const isAllMade = made.length > 0 && made.length === shown.length;
  return (
    <PanelPage label="Watchlist" tools={tools}>
      <Table
        label="Watchlist"
        columns={columns}
        rows={symbols.map((symbol) => ({ symbol, quote: quotes[symbol] }))}
        rowKey={(row) => row.symbol}
        empty="No symbol."
      />
      <p className="page-note">
        Change is from the close of the trading day before.
        {isAllMade ? ' All quotes here are simulated.' : ''}
      </p>
    </PanelPage>
  );
}
