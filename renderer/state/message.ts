import type {
  AlarmMessage,
  CockpitAccount,
  CockpitCatalog,
  CockpitLog,
  CockpitOrder,
  CockpitTrade,
  DeskLinkMessage,
  FlattenStepMessage,
  ProcessMessage,
  ReceiptMessage,
  SourceMessage,
  StrategyEntry,
  StrategyPnlUpdate,
  StrategyViewMessage,
  SymbolConfig,
} from '../../engine/wire/index.ts';
import type { LookAt, Session } from './cockpit.ts';
import type { LinkPhase } from './links.ts';
import type { Band } from './flatten.ts';
import type { Carrier } from './sources.ts';
import type { SparkPoint } from './spark.ts';
import type { Toast } from './toasts.ts';
import type { TradePage } from './trade-span.ts';

/** When a message reached the page: wall epoch ms, and page time (performance.now) for short spans. */
export interface Arrival {
  readonly wallMs: number;
  readonly nowMs: number;
}

/** Everything that can change the cockpit's state: what the servers say, what the person does, and time passing. */
export type Message =
  | { readonly type: 'session'; readonly session: Session }
  | { readonly type: 'hub-link'; readonly phase: LinkPhase; readonly reason: string }
  | { readonly type: 'symbol-link'; readonly id: string; readonly phase: LinkPhase; readonly reason: string }
  | { readonly type: 'heard'; readonly id: string }
  | { readonly type: 'strategies'; readonly entries: readonly StrategyEntry[] }
  | { readonly type: 'config'; readonly id: string; readonly config: SymbolConfig }
  | { readonly type: 'account'; readonly account: CockpitAccount }
  | { readonly type: 'sources'; readonly sources: readonly SourceMessage[]; readonly carrier: Carrier }
  | { readonly type: 'catalog'; readonly catalog: CockpitCatalog }
  | { readonly type: 'desk-link'; readonly link: DeskLinkMessage }
  | { readonly type: 'view'; readonly view: StrategyViewMessage }
  | { readonly type: 'spark'; readonly id: string; readonly day: string; readonly points: readonly SparkPoint[] }
  | { readonly type: 'strategy-pnl'; readonly update: StrategyPnlUpdate }
  | { readonly type: 'trades'; readonly trades: readonly CockpitTrade[] }
  | { readonly type: 'trade-page'; readonly page: TradePage }
  | { readonly type: 'orders'; readonly orders: readonly CockpitOrder[] }
  | { readonly type: 'log'; readonly lines: readonly CockpitLog[] }
  | { readonly type: 'alarms'; readonly alarms: readonly AlarmMessage[] }
  | { readonly type: 'alarms-seen' }
  | { readonly type: 'processes'; readonly processes: readonly ProcessMessage[] }
  | { readonly type: 'subscribed'; readonly seq: number }
  | { readonly type: 'way'; readonly ms: number }
  | { readonly type: 'flatten-step'; readonly step: FlattenStepMessage }
  /** `parts`: the receipts of single strategies that it joins. */
  | { readonly type: 'receipt'; readonly receipt: ReceiptMessage; readonly parts?: readonly ReceiptMessage[] }
  | { readonly type: 'receipts'; readonly receipts: readonly ReceiptMessage[] }
  | { readonly type: 'asked'; readonly kind: Band['kind']; readonly scope: string }
  | { readonly type: 'ask-detour' }
  | { readonly type: 'ask-refused'; readonly message: string }
  | { readonly type: 'stopped'; readonly scope: string; readonly text: string; readonly ms: number }
  | { readonly type: 'band-closed' }
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'look-at'; readonly at: LookAt }
  | { readonly type: 'looked' }
  | { readonly type: 'toast'; readonly tone: Toast['tone']; readonly text: string }
  | { readonly type: 'toast-closed'; readonly id: number }
  | { readonly type: 'seek'; readonly isOn: boolean }
  | { readonly type: 'time-passed' };

export type Arrived = Message & Arrival;
