import { join } from 'node:path';

/**
 * Switches that are Chromium's or come from the system or an installer, and mean nothing to Pitwall. Anything else that
 * is not ours is refused like a misspelt flag, so nothing opens a debugging port or weakens a page.
 */
const NOT_OURS =
  /^(?:-psn_.*|--(?:updated|lang|disable-gpu|disable-gpu-compositing|force-device-scale-factor|high-dpi-support|ozone-platform|ozone-platform-hint|enable-features|disable-features|password-store|enable-logging|use-gl|use-angle)(?:=.*)?)$/;

/** The flags given by a person: what follows the executable, and in development also the folder of the program. */
export function personsArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  return argv.slice(isPackaged ? 1 : 2).filter((arg) => !NOT_OURS.test(arg));
}

/** An AppImage adds this where the system forbids the sandbox. Pitwall shows no page without it. */
export function isWithoutSandbox(argv: readonly string[]): boolean {
  return argv.includes('--no-sandbox');
}

/** What follows `pitwall data`: no start of the cockpit, a command on the data folder. */
export function dataCommandOf(args: readonly string[]): readonly string[] | undefined {
  return args[0] === 'data' ? args.slice(1) : undefined;
}

/** Electron's own files (profile, lock of the single instance), kept with the data they belong to. */
export function profileDir(dataDir: string): string {
  return join(dataDir, 'electron');
}
