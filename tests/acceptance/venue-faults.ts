import type { Checks } from './checks.ts';
import { playFlattens } from '../support/flatten-sessions.ts';
import { playWildVenue } from '../support/venue/wild-venue.ts';

/** Flattens over a venue that loses, delays, doubles, reorders and refuses; each verified flat, none turned round. */
export async function flattens(checks: Checks): Promise<void> {
  const sessions = Number(process.env['PITWALL_FLATTENS'] ?? 10_000);
  checks.section(`${sessions} flattens over a venue with faults`);
  const figures = playFlattens({ sessions, seed: Number(process.env['PITWALL_SEED'] ?? 1) });
  checks.is(figures.sessions === sessions, `every one flat and verified: ${JSON.stringify(figures)}`);
}

/** A venue that says anything, a million times. */
export async function words(checks: Checks): Promise<void> {
  const entries = Number(process.env['PITWALL_WORDS'] ?? 1_000_000);
  checks.section(`${entries} words of a venue that mean nothing`);
  const figures = playWildVenue({ entries, seed: Number(process.env['PITWALL_SEED'] ?? 1) });
  checks.is(figures.entries >= entries, `no throw, and one fold: ${JSON.stringify(figures)}`);
}
