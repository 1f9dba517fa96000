import type { ReactElement, ReactNode } from 'react';
import { COMMON_ZONES, type RecordingAnswers, type RecordingVerdict } from '../../engine/wire/index.ts';
import { Segmented } from '../controls/segmented.tsx';
import { useCockpit } from '../context/cockpit-context.ts';
import { askedBy, withAnswer, type Question } from './recording-words.ts';

interface AnswersProps {
  readonly answers: RecordingAnswers;
  readonly verdict: RecordingVerdict | undefined;
  readonly isDisabled: boolean;
  readonly onAnswer: (answers: RecordingAnswers) => void;
}

const STAMPS = [
  { value: 'open', text: 'its open' },
  { value: 'close', text: 'its close' },
] as const;
const ORDERS = [
  { value: 'mdy', text: 'month, day' },
  { value: 'dmy', text: 'day, month' },
  { value: 'ymd', text: 'year first' },
] as const;
const DECIMALS = [
  { value: 'point', text: '1.5' },
  { value: 'comma', text: '1,5' },
] as const;
const SCALES = [
  { value: '1', text: 'as it is' },
  { value: '0.01', text: 'times 100' },
  { value: '0.0001', text: 'times 10,000' },
] as const;
const YES = [
  { value: 'no', text: 'no' },
  { value: 'yes', text: 'yes' },
] as const;

function Row({
  name,
  isAsked,
  children,
}: {
  readonly name: string;
  readonly isAsked: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={isAsked ? 'import-answer is-asked' : 'import-answer'}>
      <span>{name}</span>
      {children}
    </div>
  );
}

/** What a file does not tell: one control for each, and the file is checked anew with every answer. */
export function Answers({ answers, verdict, isDisabled, onAnswer }: AnswersProps): ReactElement {
  const contracts = useCockpit((state) => state.catalog?.contracts);
  const asked = verdict === undefined ? undefined : askedBy(verdict);
  const names = verdict?.instruments ?? [];
  const isShown = (question: Question, key: keyof RecordingAnswers): boolean =>
    asked === question || answers[key] !== undefined;
  const put = <K extends keyof RecordingAnswers>(key: K, value: RecordingAnswers[K] | undefined): void =>
    onAnswer(withAnswer(answers, key, value));
  const offTick = verdict?.refused.some(({ reason }) => reason === 'off_tick') === true;
  const zones: readonly string[] = COMMON_ZONES;
  return (
    <div className="import-answers" role="group" aria-label="What the file does not tell">
      <Row name="Taken as" isAsked={answers.root === ''}>
        <select
          className="field"
          aria-label="Contract that the bars are taken as"
          value={answers.root}
          disabled={isDisabled}
          onChange={(event) => put('root', event.target.value)}
        >
          {answers.root === '' ? <option value="">choose a contract</option> : null}
          {(contracts ?? []).map(({ root }) => (
            <option key={root} value={root}>
              {root}
            </option>
          ))}
        </select>
      </Row>
      {isShown('zone', 'zone') ? (
        <Row name="Its times are in" isAsked={asked === 'zone'}>
          <select
            className="field"
            aria-label="Zone of the times"
            value={answers.zone ?? ''}
            disabled={isDisabled}
            onChange={(event) => put('zone', event.target.value === '' ? undefined : event.target.value)}
          >
            <option value="">choose a zone</option>
            {[...zones, ...everyZone().filter((zone) => !zones.includes(zone))].map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </select>
        </Row>
      ) : null}
      {isShown('dateOrder', 'dateOrder') ? (
        <Row name="Order of a date" isAsked={asked === 'dateOrder'}>
          <Segmented<'mdy' | 'dmy' | 'ymd'>
            label="Order of a date"
            choices={ORDERS}
            value={answers.dateOrder}
            isDisabled={isDisabled}
            onChoose={(value) => put('dateOrder', value)}
          />
        </Row>
      ) : null}
      {isShown('instrument', 'instrument') ? (
        <Row name="Instrument" isAsked={asked === 'instrument'}>
          <select
            className="field"
            aria-label="Instrument in the file"
            value={answers.instrument ?? ''}
            disabled={isDisabled}
            onChange={(event) => put('instrument', event.target.value === '' ? undefined : event.target.value)}
          >
            <option value="">choose one</option>
            {names
              .filter((name) => name !== '')
              .map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </select>
        </Row>
      ) : null}
      {isShown('priceScale', 'priceScale') ? (
        <Row name="A price is written" isAsked={asked === 'priceScale'}>
          <Segmented<string>
            label="A price is written"
            choices={SCALES}
            value={answers.priceScale === undefined ? undefined : String(answers.priceScale)}
            isDisabled={isDisabled}
            onChoose={(value) => put('priceScale', Number(value))}
          />
        </Row>
      ) : null}
      {isShown('allowRefused', 'allowRefused') ? (
        <Row name="Take the rest all the same" isAsked={asked === 'allowRefused'}>
          <Segmented<'no' | 'yes'>
            label="Take the rest all the same"
            choices={YES}
            value={answers.allowRefused === true ? 'yes' : 'no'}
            isDisabled={isDisabled}
            onChoose={(value) => put('allowRefused', value === 'yes' ? true : undefined)}
          />
        </Row>
      ) : null}
      {offTick || answers.round === true ? (
        <Row name="Round prices to the tick" isAsked={false}>
          <Segmented<'no' | 'yes'>
            label="Round prices to the tick"
            choices={YES}
            value={answers.round === true ? 'yes' : 'no'}
            isDisabled={isDisabled}
            onChoose={(value) => put('round', value === 'yes' ? true : undefined)}
          />
        </Row>
      ) : null}
      <Row name="A time is of a bar" isAsked={false}>
        <Segmented<'open' | 'close'>
          label="A time is of a bar"
          choices={STAMPS}
          value={answers.stamp ?? verdict?.stamps}
          isDisabled={isDisabled}
          onChoose={(value) => put('stamp', value)}
        />
      </Row>
      <Row name="Decimals" isAsked={false}>
        <Segmented<'auto' | 'point' | 'comma'>
          label="Decimals"
          choices={[{ value: 'auto', text: 'as found' }, ...DECIMALS]}
          value={answers.decimal ?? 'auto'}
          isDisabled={isDisabled}
          onChoose={(value) => put('decimal', value === 'auto' ? undefined : value)}
        />
      </Row>
    </div>
  );
}

function everyZone(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}
