/** Short tones made on the spot; no sound files. A browser lets a page sound only after a first key or click. */
export type Sound = 'fill' | 'reject' | 'alarm';

/** Tones in Hz, each for its length in seconds. */
const TONES: Readonly<Record<Sound, readonly (readonly [hz: number, seconds: number])[]>> = {
  fill: [
    [660, 0.07],
    [880, 0.09],
  ],
  reject: [
    [330, 0.12],
    [247, 0.18],
  ],
  alarm: [
    [880, 0.16],
    [660, 0.16],
    [880, 0.16],
    [660, 0.22],
  ],
};

const LOUDNESS = 0.08;

export interface Sounds {
  readonly play: (sound: Sound) => void;
}

export function createSounds(isOn: (sound: Sound) => boolean): Sounds {
  let context: AudioContext | undefined;
  const wake = (): void => {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
  };
  window.addEventListener('pointerdown', wake, { once: true });
  window.addEventListener('keydown', wake, { once: true });
  return {
    play: (sound) => {
      if (context === undefined || context.state !== 'running' || !isOn(sound)) return;
      let at = context.currentTime + 0.01;
      for (const [hz, seconds] of TONES[sound]) {
        const tone = context.createOscillator();
        const gain = context.createGain();
        tone.frequency.value = hz;
        gain.gain.setValueAtTime(LOUDNESS, at);
        gain.gain.exponentialRampToValueAtTime(0.001, at + seconds);
        tone.connect(gain).connect(context.destination);
        tone.start(at);
        tone.stop(at + seconds);
        at += seconds;
      }
    },
  };
}
