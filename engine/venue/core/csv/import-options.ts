import type { ColumnMapping } from '../../../config/settings.ts';
import type { ContractSpec } from '../../../domain/contract.ts';

export interface ImportOptions {
  /** The contract that the bars are taken as (another instrument may stand in). */
  readonly spec: ContractSpec;
  /** The file's name, for the verdict. */
  readonly name?: string;
  /** IANA zone of stamps that name none. Without it such a file is refused. */
  readonly zone?: string;
  readonly mapping?: ColumnMapping;
  /** Round prices off the tick instead of refusing their rows. */
  readonly round?: boolean;
  /** Most rows that are taken; more are refused as a whole. Each takes about 400 bytes of memory. */
  readonly mostRows?: number;
  /** Take what is left of a file of which most rows were refused. */
  readonly allowRefused?: boolean;
}
