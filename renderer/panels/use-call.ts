import { useCallback, useEffect, useState } from 'react';
import { useCockpit, useScreen } from './cockpit-context.ts';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ok'; readonly value: T }
  | { readonly state: 'fault'; readonly message: string };

export type CallQuery = Readonly<Record<string, string | number | undefined>>;

/** What the hub answers to a reading call; asked again when path or query change, after a reconnect, and every so often. */
export function useCall<T>(path: string, query: CallQuery = {}, everyMs?: number): readonly [Loaded<T>, () => void] {
  const { hub } = useScreen().cockpit;
  const isUp = useCockpit((state) => state.hub.phase === 'up');
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  const key = JSON.stringify(query);
  useEffect(() => {
    if (!isUp) return undefined;
    let isClosed = false;
    void hub.get<T>(path, JSON.parse(key) as CallQuery).then((answer) => {
      if (isClosed) return;
      setLoaded(answer.ok ? { state: 'ok', value: answer.value } : { state: 'fault', message: answer.message });
    });
    return () => {
      isClosed = true;
    };
  }, [hub, path, key, isUp, round]);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => setRound((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return [loaded, reload];
}
