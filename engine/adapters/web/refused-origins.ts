import { printable } from '../../domain/printable.ts';
import type { Logger } from '../../ports/logger.ts';

/** Refused origins that are named; whoever sends more of them fills no log. */
const MOST = 100;
const MOST_SHOWN = 200;

/** Tells the log once of each page that was refused, with the setting that would let it in. */
export class RefusedOrigins {
  private readonly logger: Pick<Logger, 'warn'>;
  private readonly told = new Set<string>();

  constructor(logger: Pick<Logger, 'warn'>) {
    this.logger = logger;
  }

  note(origin: string): void {
    if (this.told.has(origin) || this.told.size > MOST) return;
    this.told.add(origin);
    if (this.told.size > MOST) {
      this.logger.warn(`pages of more than ${MOST} other origins were refused; no more of them are named`);
      return;
    }
    this.logger.warn(`a page of another origin was refused: ${refusedOriginWords(origin)}`);
  }
}

/** What a refused page's author does about it. */
export function refusedOriginWords(origin: string): string {
  const shown = printable(origin.slice(0, MOST_SHOWN));
  if (!/^https?:\/\//.test(shown)) {
    return `found the Origin "${shown}", as of a file or a sandboxed frame; serve the page over http and give its origin in CORS_ORIGIN`;
  }
  return `found the Origin "${shown}", expected one of this installation or of CORS_ORIGIN; if the page is yours, start Pitwall with CORS_ORIGIN=${shown}`;
}
