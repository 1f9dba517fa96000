/**
 * Started with `node --import <this file> electron/main.ts`: gives the unmodified main process the double where it asks
 * for Electron. Under Electron itself it does nothing.
 */
import { registerHooks } from 'node:module';
import { argv, versions } from 'node:process';

if (versions.electron === undefined) {
  const double = new URL('./index.ts', import.meta.url).href;
  // Under Electron: the executable and, in development, the folder of the program.
  argv[1] = new URL('../../../', import.meta.url).pathname;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
  });
}
