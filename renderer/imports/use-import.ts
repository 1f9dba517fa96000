import { useCallback, useEffect, useRef, useState } from 'react';
import {
  MOST_RECORDING_BYTES,
  type CheckedRecording,
  type ImportedRecording,
  type RecordingAnswers,
} from '../../engine/wire/index.ts';
import type { Answer } from '../connection/http.ts';
import { sendRecording } from '../connection/send-recording.ts';
import { useScreen } from '../context/cockpit-context.ts';
import { megabytes } from './recording-words.ts';

/** A check or an import reads the whole file, on a busy machine for a while. */
const LONGEST_MS = 10 * 60_000;
const PROGRESS_MS = 500;

export type ImportPhase =
  | { readonly at: 'sending'; readonly sent: number }
  | { readonly at: 'checked' }
  | { readonly at: 'importing'; readonly stored: number; readonly bars: number }
  | { readonly at: 'done'; readonly recording: ImportedRecording; readonly isFresh: boolean }
  /** The file has to be chosen, or sent, again. */
  | { readonly at: 'failed' };

export interface ImportRun {
  readonly phase: ImportPhase;
  readonly isChecking: boolean;
  readonly checked: CheckedRecording | undefined;
  /** Why something was not done, in a sentence. */
  readonly fault: string;
  readonly check: (answers: RecordingAnswers) => void;
  readonly store: (answers: RecordingAnswers, name: string) => void;
  readonly sendAgain: () => void;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function words(answer: Extract<Answer<unknown>, { ok: false }>, during: string): string {
  if (answer.code === 'unreachable') return `The hub went away ${during}. Try again when the link is back.`;
  const text = answer.message;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** Why a file is not even sent. */
function refusalOf({ size, name }: File): string | undefined {
  if (size === 0) return `${name} is empty, or a folder.`;
  if (size <= MOST_RECORDING_BYTES) return undefined;
  return `${name} has ${megabytes(size)}; at most ${megabytes(MOST_RECORDING_BYTES)} are taken here. Import it on the machine that Pitwall runs on: npm run import -- FILE --symbol ROOT.`;
}

/** One file on its way to lie beside the runs, the same as long as its dialog is there: sent, checked as often as answers change, imported. */
export function useImport(file: File, first: RecordingAnswers): ImportRun {
  const { cockpit, dialog } = useScreen();
  const { hub } = cockpit;
  const [phase, setPhase] = useState<ImportPhase>(() =>
    refusalOf(file) === undefined ? { at: 'sending', sent: 0 } : { at: 'failed' },
  );
  const [isChecking, setChecking] = useState(false);
  const [checked, setChecked] = useState<CheckedRecording>();
  const [fault, setFault] = useState(() => refusalOf(file) ?? '');
  const [round, setRound] = useState(0);
  const upload = useRef<string>(undefined);
  const latest = useRef(0);
  const answers = useRef(first);
  const isStoring = useRef(false);

  const refused = useCallback(
    (answer: Extract<Answer<unknown>, { ok: false }>, during: string) => {
      // The password takes this dialog's place, and gives it back with the file.
      if (answer.code === 'reauthenticate') {
        const again = { kind: 'import', file, answers: answers.current } as const;
        dialog.set({ kind: 'password', run: () => dialog.set(again) });
        return;
      }
      setFault(words(answer, during));
      if (answer.code === 'not_found' || upload.current === undefined) setPhase({ at: 'failed' });
    },
    [dialog, file],
  );

  const check = useCallback(
    (given: RecordingAnswers) => {
      answers.current = given;
      const id = upload.current;
      latest.current += 1;
      const own = latest.current;
      if (id === undefined || given.root === '') return;
      setChecking(true);
      setFault('');
      void hub.call('checkUpload', { params: { id }, body: given }, LONGEST_MS).then((answer) => {
        if (own !== latest.current) return;
        setChecking(false);
        if (answer.ok) setChecked(answer.value);
        else {
          setChecked(undefined);
          refused(answer, 'during the check');
        }
      });
    },
    [hub, refused],
  );

  useEffect(() => {
    if (refusalOf(file) !== undefined) return undefined;
    let isOver = false;
    let begun: string | undefined;
    const sending = {
      sent: (sent: number) => {
        if (!isOver) setPhase({ at: 'sending', sent });
      },
      begun: (id: string) => {
        begun = id;
      },
      isOver: () => isOver,
      wait,
    };
    const drop = (): void => {
      // An import that is under way keeps its file; the hub removes it later by itself.
      if (begun !== undefined) void hub.call('dropUpload', { params: { id: begun } });
    };
    void sendRecording(hub, file, sending).then((answer) => {
      if (isOver) {
        drop();
        return;
      }
      if (answer === undefined) return;
      if (!answer.ok) {
        setPhase({ at: 'failed' });
        refused(answer, 'while the file was sent');
        return;
      }
      upload.current = answer.value.id;
      setPhase({ at: 'checked' });
      check(answers.current);
    });
    return () => {
      isOver = true;
      latest.current += 1;
      if (upload.current !== undefined) drop();
      upload.current = undefined;
    };
  }, [hub, file, round, check, refused]);

  const store = useCallback(
    (given: RecordingAnswers, name: string) => {
      const id = upload.current;
      if (id === undefined || isStoring.current) return;
      isStoring.current = true;
      setFault('');
      setPhase({ at: 'importing', stored: 0, bars: 0 });
      const watching = setInterval(() => {
        void hub.call('uploads').then((answer) => {
          const own = answer.ok ? answer.value.find((each) => each.id === id) : undefined;
          if (own !== undefined && isStoring.current) setPhase({ at: 'importing', stored: own.stored, bars: own.bars });
        });
      }, PROGRESS_MS);
      void hub.call('importUpload', { params: { id }, body: { ...given, name } }, LONGEST_MS).then((answer) => {
        clearInterval(watching);
        isStoring.current = false;
        if (answer.ok) {
          const { recording, fresh } = answer.value;
          setPhase({ at: 'done', recording, isFresh: fresh });
          return;
        }
        setPhase({ at: 'checked' });
        refused(answer, 'during the import: the list of recordings shows whether the bars were stored');
      });
    },
    [hub, refused],
  );

  const sendAgain = useCallback(() => {
    if (refusalOf(file) !== undefined) return;
    setFault('');
    setChecked(undefined);
    setPhase({ at: 'sending', sent: 0 });
    setRound((before) => before + 1);
  }, [file]);
  return { phase, isChecking, checked, fault, check, store, sendAgain };
}
