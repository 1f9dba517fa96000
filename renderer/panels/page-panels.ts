import type { FunctionComponent } from 'react';
import { AccountPanel } from './account-panel.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { DevicesPanel } from './devices-panel.tsx';
import { EquityPanel } from './equity-panel.tsx';
import { AlertsPanel, LogPanel, OrdersPanel, ReceiptsPanel } from './foot-tables.tsx';
import { HealthPanel } from './health-panel.tsx';
import { NotificationsPanel } from './notifications-panel.tsx';
import type { PanelKind } from '../context/panel-titles.ts';
import { SettingsPanel } from './settings-panel.tsx';
import { TradesPanel } from './trades-panel.tsx';
import { WatchlistPanel } from './watchlist-panel.tsx';

/** Every panel but the charts, by kind: in the workspace a tab, on a phone a page. */
export const PAGE_PANELS: Readonly<Record<PanelKind, FunctionComponent>> = {
  trades: TradesPanel,
  orders: OrdersPanel,
  log: LogPanel,
  alerts: AlertsPanel,
  receipts: ReceiptsPanel,
  account: AccountPanel,
  calendar: CalendarPanel,
  equity: EquityPanel,
  watchlist: WatchlistPanel,
  notifications: NotificationsPanel,
  chat: ChatPanel,
  devices: DevicesPanel,
  health: HealthPanel,
  settings: SettingsPanel,
};
