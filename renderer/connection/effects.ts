import type { CockpitState } from '../state/cockpit.ts';
import { happenings, isFresh, missed, type Happening } from '../state/happenings.ts';
import type { Prefs } from '../state/prefs.ts';
import type { Store } from '../state/store.ts';
import { createSounds, type Sound } from './sounds.ts';

const SOUND_OF: Readonly<Record<Happening['kind'], Sound | undefined>> = {
  entry: 'fill',
  closed: 'fill',
  refused: 'reject',
  alarm: 'alarm',
  unverified: 'alarm',
  verified: undefined,
};

function notify(text: string): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const shown = new Notification('Pitwall', { body: text, tag: text });
  shown.addEventListener('click', () => window.focus());
}

/** Sounds, toasts and desktop notifications that follow from what changed. */
export function startEffects(store: Store, prefs: () => Prefs): void {
  const sounds = createSounds((sound) => {
    const on = prefs().sounds;
    return sound === 'fill' ? on.fills : sound === 'reject' ? on.rejects : on.alarms;
  });
  let before = store.get();
  let leftAt: CockpitState | undefined;

  store.subscribe(() => {
    const after = store.get();
    const happened = happenings(before, after);
    const newAlarm = after.alarms[0];
    const isAlarmed =
      newAlarm !== undefined && newAlarm.id !== before.alarms[0]?.id && isFresh(after, newAlarm.timestamp);
    before = after;
    for (const { kind, text } of happened) {
      const sound = SOUND_OF[kind];
      if (sound !== undefined) sounds.play(sound);
      if (kind === 'entry' || kind === 'closed') store.send({ type: 'toast', tone: 'info', text });
      if (kind === 'refused') store.send({ type: 'toast', tone: 'warning', text });
      if (document.hidden && prefs().notifications) notify(text);
    }
    if (isAlarmed) {
      sounds.play('alarm');
      if (document.hidden && prefs().notifications) notify(newAlarm.message);
    }
  });

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      leftAt = store.get();
      return;
    }
    const text = leftAt === undefined ? undefined : missed(leftAt, store.get());
    leftAt = undefined;
    if (text !== undefined) store.send({ type: 'toast', tone: 'info', text });
  });
}
