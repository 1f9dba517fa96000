import type { FunctionComponent } from 'react';
import { AccountPanel } from '../panels/account-panel.tsx';
import { CalendarPanel } from '../panels/calendar-panel.tsx';
import { ChatPanel } from '../panels/chat-panel.tsx';
import { EquityPanel } from '../panels/equity-panel.tsx';
import { AlertsPanel, LogPanel, OrdersPanel, ReceiptsPanel } from '../panels/foot-tables.tsx';
import { HealthPanel } from '../panels/health-panel.tsx';
import { NotificationsPanel } from '../panels/notifications-panel.tsx';
import type { PanelKind } from '../context/panel-titles.ts';
import { SecurityPanel } from '../security/security-panel.tsx';
import { SettingsPanel } from '../panels/settings-panel.tsx';
import { TradesPanel } from '../panels/trades-panel.tsx';
import { WatchlistPanel } from '../panels/watchlist-panel.tsx';

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
  security: SecurityPanel,
  health: HealthPanel,
  settings: SettingsPanel,
};
