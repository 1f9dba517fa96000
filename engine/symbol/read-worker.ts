/** The thread that answers what clients of a symbol server ask the file: the engine's own loop has steps to answer. */
import { workerData } from 'node:worker_threads';
import type { StrategyIdentity } from '../domain/book.ts';
import { serveReads } from '../adapters/reading/serve-reads.ts';
import { FileHistory } from './history.ts';
import { symbolReads } from './server/symbol-reads.ts';

export interface SymbolReadData {
  readonly dataDir: string;
  readonly strategy: StrategyIdentity;
  readonly run: number;
}

// What `openEngine` handed over.
const { dataDir, strategy, run } = workerData as SymbolReadData;
serveReads(symbolReads(strategy.root, new FileHistory(dataDir, strategy, run)));
