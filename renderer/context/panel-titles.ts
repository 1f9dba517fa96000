/** Panels beside the charts, by kind. The first five stand at the foot of the first screen. */
export const FOOT_PANELS = ['trades', 'orders', 'log', 'alerts', 'receipts'] as const;

export const PANEL_KINDS = [
  ...FOOT_PANELS,
  'account',
  'calendar',
  'equity',
  'watchlist',
  'notifications',
  'chat',
  'security',
  'health',
  'settings',
] as const;
export type PanelKind = (typeof PANEL_KINDS)[number];

export const PANEL_TITLES: Readonly<Record<PanelKind, string>> = {
  trades: 'Trades',
  orders: 'Orders',
  log: 'Log',
  alerts: 'Alerts',
  receipts: 'Receipts',
  account: 'Account',
  calendar: 'P&L calendar',
  equity: 'Equity and drawdown',
  watchlist: 'Watchlist',
  notifications: 'Notifications',
  chat: 'Ask',
  security: 'Security',
  health: 'Processes',
  settings: 'Settings',
};

/** What somebody outside the page asks for may be no panel of it. */
export function isPanelKind(kind: string | null): kind is PanelKind {
  return PANEL_KINDS.some((each) => each === kind);
}
