import { admitCall } from '../../adapters/web/admission.ts';
import type { Admit } from '../../adapters/web/bind-routes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CallLimits } from './call-limits.ts';
import type { Services } from '../people/services.ts';

/** Of every call: limits, then who it is and whether that is enough. */
export function callAdmission({ identity }: Services, calls: CallLimits, exposed: boolean, clock: Clock): Admit {
  return async (request, route) => {
    calls.check(request, route);
    return admitCall(request, route, { exposed, nowMs: clock.now(), find: (each) => identity.ofRequest(each) });
  };
}
