import { useCallback, useEffect, useState } from 'react';
import type { CallInput, HUB_ROUTES, Reply } from '../../engine/wire/index.ts';
import type { CallArguments } from '../connection/http.ts';
import { useCockpit, useScreen } from './cockpit-context.ts';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ok'; readonly value: T }
  | { readonly state: 'fault'; readonly message: string };

type Routes = typeof HUB_ROUTES;
/** Calls that read: those that the hub takes as GET. */
type Reading = { [N in keyof Routes & string]: Routes[N]['method'] extends 'GET' ? N : never }[keyof Routes & string];

/** What the hub answers to a reading call; asked again when the call changes, after a reconnect, and every so often. */
export function useCall<N extends Reading>(
  name: N,
  input?: CallInput<Routes[N]>,
  everyMs?: number,
): readonly [Loaded<Reply<Routes[N]>>, () => void] {
  const { hub } = useScreen().cockpit;
  const isUp = useCockpit((state) => state.hub.phase === 'up');
  const [loaded, setLoaded] = useState<Loaded<Reply<Routes[N]>>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  const key = JSON.stringify(input ?? {});
  useEffect(() => {
    if (!isUp) return undefined;
    let isClosed = false;
    // `key` is this very input: it is the effect's one dependency, as text.
    const given = [JSON.parse(key)] as unknown as CallArguments<CallInput<Routes[N]>>;
    void hub.call(name, ...given).then((answer) => {
      if (isClosed) return;
      setLoaded(answer.ok ? { state: 'ok', value: answer.value } : { state: 'fault', message: answer.message });
    });
    return () => {
      isClosed = true;
    };
  }, [hub, name, key, isUp, round]);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => setRound((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return [loaded, reload];
}
