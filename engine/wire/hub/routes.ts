import type { RouteTable } from '../declaration.ts';
import { HUB_ACCOUNT_ROUTES } from './routes-account.ts';
import { HUB_AUTH_ROUTES } from './routes-auth.ts';
import { HUB_COMMAND_ROUTES } from './routes-command.ts';
import { HUB_MACHINE_ROUTES } from './routes-machine.ts';
import { HUB_NOTICE_ROUTES } from './routes-notice.ts';
import { HUB_PASSKEY_ROUTES } from './routes-passkeys.ts';
import { HUB_PEOPLE_ROUTES } from './routes-people.ts';
import { HUB_RECORDING_ROUTES } from './routes-recordings.ts';
import { HUB_SECURITY_ROUTES } from './routes-security.ts';
import { HUB_SETTINGS_ROUTES } from './routes-settings.ts';

/** Every route of the hub. */
export const HUB_ROUTES = {
  ...HUB_MACHINE_ROUTES,
  ...HUB_AUTH_ROUTES,
  ...HUB_ACCOUNT_ROUTES,
  ...HUB_COMMAND_ROUTES,
  ...HUB_PASSKEY_ROUTES,
  ...HUB_PEOPLE_ROUTES,
  ...HUB_SECURITY_ROUTES,
  ...HUB_NOTICE_ROUTES,
  ...HUB_SETTINGS_ROUTES,
  ...HUB_RECORDING_ROUTES,
} as const satisfies RouteTable;
