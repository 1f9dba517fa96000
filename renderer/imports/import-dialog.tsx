import { useId, useRef, useState, type ReactElement } from 'react';
import type { RecordingAnswers, RecordingVerdict } from '../../engine/wire/index.ts';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { Sheet } from '../dialogs/sheet.tsx';
import {
  hintWords,
  megabytes,
  nameOfFile,
  problemWords,
  replayFlag,
  rootOfName,
  verdictGroups,
} from './recording-words.ts';
import { Answers } from './answers.tsx';
import { Preview } from './preview.tsx';
import { RecordingList } from './recording-list.tsx';
import { useImport, type ImportPhase } from './use-import.ts';
import './imports.css';

interface ImportDialogProps {
  readonly file: File | undefined;
  readonly answers: RecordingAnswers | undefined;
}

/** Chooses a file, says what it is, asks what it does not tell, and keeps its bars beside the runs. */
export function ImportDialog({ file, answers: before }: ImportDialogProps): ReactElement {
  const { dialog } = useScreen();
  const close = (): void => dialog.set({ kind: 'none' });
  const choose = (chosen: File | undefined): void => {
    if (chosen !== undefined) dialog.set({ kind: 'import', file: chosen });
  };
  return (
    <Sheet label="Import a recording" className="is-import" staysOpen>
      <div className="import-head">
        <h2>Import a recording</h2>
        <button type="button" className="small-button" onClick={close}>
          Close
        </button>
      </div>
      {file === undefined ? (
        <div className="import-body">
          <DropZone onChoose={choose} />
          <RecordingList />
        </div>
      ) : (
        <OneFile file={file} before={before} onChoose={choose} onClose={close} />
      )}
    </Sheet>
  );
}

function FileButton({
  text,
  look = 'small-button',
  isMain = false,
  onChoose,
}: {
  readonly text: string;
  readonly look?: string;
  readonly isMain?: boolean;
  readonly onChoose: (file: File | undefined) => void;
}): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={look}
        ref={(element) => {
          // What a dialog focuses when it opens; React's own comes before that, and is lost.
          if (isMain) element?.setAttribute('autofocus', '');
        }}
        onClick={() => input.current?.click()}
      >
        {text}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        data-testid="import-file"
        aria-label="Recording to import"
        onChange={(event) => onChoose(event.target.files?.[0])}
      />
    </>
  );
}

function DropZone({ onChoose }: { readonly onChoose: (file: File | undefined) => void }): ReactElement {
  return (
    <div className="import-zone">
      <p>Drop a file of recorded bars here, or anywhere onto the window.</p>
      <FileButton text="Choose a file" look="sheet-button is-main" isMain onChoose={onChoose} />
      <p className="quiet">
        Text with a row for each bar, as TradingView, NinjaTrader, Sierra Chart, Databento, Yahoo and others write it;
        also packed. At most 128 MB.
      </p>
    </div>
  );
}

interface OneFileProps {
  readonly file: File;
  readonly before: RecordingAnswers | undefined;
  readonly onChoose: (file: File | undefined) => void;
  readonly onClose: () => void;
}

function OneFile({ file, before, onChoose, onClose }: OneFileProps): ReactElement {
  const roots = useCockpit((state) => state.catalog?.contracts);
  const [answers, setAnswers] = useState<RecordingAnswers>(
    () =>
      before ?? {
        root:
          rootOfName(
            file.name,
            (roots ?? []).map(({ root }) => root),
          ) ?? '',
      },
  );
  const [name, setName] = useState(nameOfFile(file.name));
  const run = useImport(file, answers);
  const { phase, isChecking, checked, fault } = run;
  const field = useId();
  const verdict = checked?.verdict;
  /** No answer makes a table of it. */
  const isHopeless = phase.at === 'failed' || verdict?.problem?.code === 'unreadable';
  const isTakable = verdict !== undefined && verdict.problem === null && verdict.bars > 0;
  const isBusy = phase.at === 'importing' || phase.at === 'done';
  const answer = (next: RecordingAnswers): void => {
    setAnswers(next);
    run.check(next);
  };
  if (phase.at === 'done') return <Done phase={phase} onChoose={onChoose} onClose={onClose} />;
  return (
    <form
      className="import-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isTakable && !isChecking && !isBusy && name.trim() !== '') run.store(answers, name.trim());
      }}
    >
      <div className="import-body" aria-busy={isChecking || phase.at === 'sending'}>
        <div className="import-file">
          <span>
            <strong>{file.name}</strong> <span className="quiet">{megabytes(file.size)}</span>
          </span>
          <FileButton text="Another file" onChoose={onChoose} />
        </div>
        <p className="import-status" role="status">
          {statusWords(phase, isChecking, answers.root, file.size)}
        </p>
        {fault === '' ? null : (
          <div className="import-fault amber" role="alert">
            <span>{fault}</span>
            {phase.at === 'failed' ? (
              <button type="button" className="small-button" onClick={run.sendAgain}>
                Try again
              </button>
            ) : null}
          </div>
        )}
        {verdict === undefined || verdict.problem === null ? null : (
          <p className="import-fault amber" role="alert" data-testid="import-problem">
            {problemWords(verdict)}
          </p>
        )}
        {(verdict?.hints ?? []).map((hint) => (
          <p className="import-hint amber" key={hint}>
            {hintWords(hint)}
          </p>
        ))}
        <div className="import-columns">
          <div className="import-left">
            {isHopeless ? null : <Answers answers={answers} verdict={verdict} isDisabled={isBusy} onAnswer={answer} />}
            {checked === undefined || checked.preview.length === 0 ? null : <Preview checked={checked} />}
          </div>
          {verdict === undefined || isHopeless ? null : <Facts verdict={verdict} isOld={isChecking} />}
        </div>
      </div>
      <div className="import-foot" hidden={isHopeless}>
        <label htmlFor={field}>Name</label>
        <input
          id={field}
          className="field"
          maxLength={64}
          required
          pattern="[^@=\s][^=]*"
          title="without =, and not beginning with @"
          spellCheck={false}
          value={name}
          disabled={isBusy}
          onChange={(event) => setName(event.target.value)}
        />
        <button
          type="submit"
          className="sheet-button is-main"
          disabled={!isTakable || isChecking || isBusy || phase.at === 'failed'}
        >
          Import
        </button>
      </div>
    </form>
  );
}

function statusWords(phase: ImportPhase, isChecking: boolean, root: string, size: number): string {
  switch (phase.at) {
    case 'done':
    case 'failed':
      return '';
    case 'sending':
      return `Sending it to the hub: ${Math.floor((phase.sent / size) * 100)} %`;
    case 'importing':
      return phase.bars === 0
        ? 'Reading it'
        : `The desk has ${phase.stored.toLocaleString('en-US')} of ${phase.bars.toLocaleString('en-US')} bars`;
    case 'checked':
      if (root === '') return 'Choose the contract that its bars are taken as.';
      return isChecking ? 'Reading it' : '';
  }
}

function Facts({ verdict, isOld }: { readonly verdict: RecordingVerdict; readonly isOld: boolean }): ReactElement {
  const { zone } = usePrefs();
  return (
    <div className={isOld ? 'import-facts is-old' : 'import-facts'} data-testid="import-facts">
      {verdictGroups(verdict, zone).map(({ title, facts }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl>
            {facts.map(({ name, value, isDoubt }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className={isDoubt === true ? 'amber' : undefined}>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

interface DoneProps {
  readonly phase: Extract<ImportPhase, { at: 'done' }>;
  readonly onChoose: (file: File | undefined) => void;
  readonly onClose: () => void;
}

function Done({ phase: { recording, isFresh }, onChoose, onClose }: DoneProps): ReactElement {
  const { name, number, bars, root } = recording;
  return (
    <div className="import-body" role="status" data-testid="import-done">
      <p>
        {isFresh
          ? `${bars.toLocaleString('en-US')} bars of ${root} are stored as ${name} (number ${number}).`
          : `These ${bars.toLocaleString('en-US')} bars of ${root} lay there already, as ${name} (number ${number}); nothing was stored twice.`}
      </p>
      <p>
        Replay it when nothing runs:
        <code className="import-command">npm start -- {replayFlag(recording)}</code>
      </p>
      <div className="sheet-buttons">
        <FileButton text="Another file" look="sheet-button" onChoose={onChoose} />
        <button type="button" className="sheet-button is-main" autoFocus onClick={onClose}>
          Done
        </button>
      </div>
    </div>
  );
}
