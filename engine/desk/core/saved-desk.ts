import type { TradeId } from '../../domain/ids.ts';
import type { Excursion, Excursions } from './excursions.ts';
import type { SavedFlattenRun } from './flatten-run.ts';
import type { Flattens } from './flattens.ts';
import type { Intake } from './intake.ts';
import type { LossWatch, SavedLossWatch } from './loss-watch.ts';
import type { MarketState, SavedMarket } from './market-state.ts';
import type { PnlRecorder, SavedRecorder } from './pnl-recorder.ts';
import type { ProtectionWatch, SavedProtection } from './protection-watch.ts';
import type { StopMoves } from './stop-moves.ts';

interface Saved {
  readonly lastReportSeq: number;
  readonly pnl: SavedRecorder;
  readonly speed: number | 'max';
  readonly epoch: number;
}

/** What is not a fact and must outlive the desk: saved with each commit. */
export interface SavedDesk extends Saved {
  /** Absent in files of the first program version. */
  readonly version?: 2;
  readonly market: SavedMarket;
  readonly excursions: readonly (readonly [string, Excursion & { readonly tradeId?: TradeId }])[];
  readonly loss: SavedLossWatch;
  readonly flattens: readonly (readonly [string, SavedFlattenRun])[];
  readonly protection: SavedProtection;
  readonly stopMoves: ReturnType<StopMoves['save']>;
}

export function saveDesk(desk: SavingParts): string {
  const saved: SavedDesk = {
    version: 2,
    lastReportSeq: desk.intake.lastReportSeq,
    market: desk.market.save(),
    pnl: desk.pnl.save(),
    excursions: desk.excursions.save(),
    loss: desk.lossWatch.save(),
    flattens: desk.flattens.save(),
    protection: desk.protection.save(),
    stopMoves: desk.stopMoves.save(),
    speed: desk.speed,
    epoch: desk.options.epoch,
  };
  return JSON.stringify(saved);
}

/** The parts of the desk that have something to save. */
export interface SavingParts {
  readonly intake: Pick<Intake, 'lastReportSeq'>;
  readonly market: MarketState;
  readonly pnl: PnlRecorder;
  readonly excursions: Excursions;
  readonly lossWatch: LossWatch;
  readonly flattens: Flattens;
  readonly protection: ProtectionWatch;
  readonly stopMoves: StopMoves;
  readonly options: { readonly epoch: number };
  speed: number | 'max';
}

export function restoreDesk(desk: SavingParts, saved: SavedDesk): void {
  desk.intake.lastReportSeq = saved.lastReportSeq;
  desk.pnl.load(saved.pnl);
  // A person's speed outlives a desk that died; a new start has its own.
  if (saved.epoch === desk.options.epoch) desk.speed = saved.speed;
  if (saved.version === undefined) return restoreFirst(desk, saved);
  desk.market.load(saved.market);
  desk.excursions.load(saved.excursions);
  desk.lossWatch.load(saved.loss);
  desk.flattens.load(saved.flattens);
  desk.protection.load(saved.protection);
  desk.stopMoves.load(saved.stopMoves);
}

/** The first program version kept excursions by book, and less of everything else. */
function restoreFirst(desk: SavingParts, saved: SavedDesk): void {
  desk.market.load({ ...saved.market, sinceMs: 0, marks: [] });
  desk.excursions.load(saved.excursions.map(([, excursion]) => [excursion.tradeId ?? '', excursion]));
}
