import { useCallback, useState } from 'react';
import type { Answer } from '../connection/http.ts';
import { useScreen } from '../context/cockpit-context.ts';
import { loginRefusal, waitWords } from '../state/login-words.ts';

export interface Acting {
  /** Why the last act was refused; empty while there is nothing to say. */
  readonly fault: string;
  readonly isBusy: boolean;
  /** Calls, and goes on with the answer. Where the password is wanted again it is asked for, and the act is done then. */
  readonly act: <T>(call: () => Promise<Answer<T>>, done: (value: T) => void) => Promise<void>;
}

/** `isProof`: the call shows the password, so that its refusal is one of a log-in. */
export function useAct(isProof = false): Acting {
  const { dialog } = useScreen();
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const act = useCallback(
    async function doing<T>(call: () => Promise<Answer<T>>, done: (value: T) => void): Promise<void> {
      setBusy(true);
      setFault('');
      const answer = await call();
      setBusy(false);
      if (answer.ok) done(answer.value);
      else if (answer.code === 'reauthenticate') dialog.set({ kind: 'password', run: () => void doing(call, done) });
      else if (isProof && (answer.code === 'unauthorized' || answer.code === 'rate_limited')) {
        const { reason, waitS } = loginRefusal(answer);
        const words = reason.replace('Name, password or code', 'Password or code');
        setFault(waitS > 0 ? `${words} Try again in ${waitWords(waitS)}.` : words);
      } else setFault(`Not done: ${answer.message}.`);
    },
    [dialog, isProof],
  );
  return { fault, isBusy, act };
}
