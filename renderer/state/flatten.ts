import type { FlattenStepMessage, ReceiptMessage } from '../../engine/wire/receipt.ts';

/** After so long without a verified end the band turns red and says what to do by hand. */
export const UNVERIFIED_AFTER_MS = 3_000;

export interface BandStep {
  readonly name: string;
  readonly text: string;
  /** Wall milliseconds that this step took. */
  readonly ms: number;
}

/**
 * asked: the key was pressed, nothing heard yet. running: the desk reports steps. verified and unverified are its own
 * words (the receipt). late: no end within 3 s. refused: the command was not taken.
 */
export type BandPhase = 'asked' | 'running' | 'verified' | 'unverified' | 'late' | 'refused';

export interface Band {
  readonly kind: 'flatten' | 'stop';
  /** A strategy's id, or "account". */
  readonly scope: string;
  readonly id: string | undefined;
  readonly phase: BandPhase;
  /** Page time of the key press. */
  readonly askedAtMs: number;
  readonly steps: readonly BandStep[];
  /** Sum, of the receipt. */
  readonly totalMs: number | undefined;
  readonly receipt: ReceiptMessage | undefined;
  readonly note: string;
  /** True when the hub did not answer and the command went through the symbol's own port. */
  readonly detour: boolean;
}

export function askedBand(kind: Band['kind'], scope: string, nowMs: number): Band {
  return {
    kind,
    scope,
    id: undefined,
    phase: 'asked',
    askedAtMs: nowMs,
    steps: [],
    totalMs: undefined,
    receipt: undefined,
    note: '',
    detour: false,
  };
}

export function isEnded(band: Band): boolean {
  return band.phase === 'verified' || band.phase === 'unverified' || band.phase === 'refused';
}

/** The desk tries on until the venue says flat: a person may give it up. */
export function goesOn(band: Band): boolean {
  return band.kind === 'flatten' && (band.phase === 'late' || band.phase === 'unverified') && !band.receipt?.ended;
}

/** The desk's name of the step that says that the venue is not flat: no tick, but a cross. */
const FAILED_STEP = 'not_verified';

export function hasFailed(step: BandStep): boolean {
  return step.name === FAILED_STEP;
}

/** Does a message of the desk about `scope` and `id` belong to this band? */
function concerns(band: Band, scope: string, id: string): boolean {
  if (band.kind !== 'flatten') return false;
  return band.id === undefined ? band.scope === scope && !isEnded(band) : band.id === id;
}

/**
 * A step as the desk reports it. A flatten that somebody else started (another device, the daily limit) opens a band of
 * its own.
 */
export function bandStep(band: Band | null, step: FlattenStepMessage, nowMs: number): Band {
  const own = band !== null && concerns(band, step.scope, step.id) ? band : askedBand('flatten', step.scope, nowMs);
  if (own.steps.some((each) => each.name === step.step && each.text === step.text)) return own;
  const steps = [...own.steps, { name: step.step, text: step.text, ms: step.ms }];
  return { ...own, id: step.id, phase: own.phase === 'asked' ? 'running' : own.phase, steps };
}

export function bandReceipt(band: Band | null, receipt: ReceiptMessage, nowMs: number): Band {
  const own =
    band !== null && concerns(band, receipt.scope, receipt.id) ? band : askedBand('flatten', receipt.scope, nowMs);
  return {
    ...own,
    id: receipt.id,
    phase: receipt.verified ? 'verified' : 'unverified',
    steps: receipt.steps,
    totalMs: receipt.ms,
    receipt,
    note: '',
  };
}

/** Called on the way: turns red when the time is up. */
export function bandAged(band: Band, nowMs: number): Band {
  const open = band.phase === 'asked' || band.phase === 'running';
  return open && nowMs - band.askedAtMs >= UNVERIFIED_AFTER_MS ? { ...band, phase: 'late' } : band;
}

export function bandRefused(band: Band, message: string): Band {
  return isEnded(band) ? band : { ...band, phase: 'refused', note: message };
}
