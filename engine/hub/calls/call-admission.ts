import { admitCall } from '../../adapters/web/admission.ts';
import type { Admit } from '../../adapters/web/bind-routes.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import type { CallLimits } from './call-limits.ts';
import type { Services } from '../people/services.ts';

/** Of every call: limits, then who it is and whether that is enough; trading rights of a log-in want a fresh password. */
export function callAdmission({ identity, sessions }: Services, calls: CallLimits, exposed: boolean): Admit {
  return async (request, route) => {
    calls.check(request, route);
    const credential = await admitCall(request, route, exposed, (each) => identity.ofRequest(each));
    const trades = route.method !== 'GET' && (route.access === 'trader' || route.access === 'owner');
    if (trades && credential.kind === 'user' && credential.sessionId !== undefined) {
      const row = sessions.byKey(credential.sessionId);
      if (row === undefined || !sessions.mayTrade(row)) {
        throw new HttpFault('reauthenticate', 'the password is needed again for this (POST /api/auth/reauthenticate)');
      }
    }
    return credential;
  };
}
