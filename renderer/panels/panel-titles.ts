/** Panels beside the charts, by kind. The first five stand at the foot of the first screen. */
export const FOOT_PANELS = ['trades', 'orders', 'log', 'alerts', 'receipts'] as const;

export const PANEL_TITLES: Readonly<Record<string, string>> = {
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
  devices: 'Devices',
  health: 'Processes',
  settings: 'Settings',
};
