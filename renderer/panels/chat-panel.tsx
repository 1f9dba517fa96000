import { useEffect, useState, type ReactElement } from 'react';
import type { ChatAnswer } from '../../engine/wire/index.ts';
import { symbolOf } from '../state/select.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { PanelPage } from './panel-page.tsx';
import './chat-panel.css';

interface Line {
  readonly id: string;
  readonly from: 'you' | 'analyst';
  readonly text: string;
  readonly sources: ChatAnswer['sources'];
}

/** Questions about bars, trades and the account. Each answer names what it rests on; it can do nothing. */
export function ChatPanel(): ReactElement {
  const { cockpit } = useScreen();
  const isUp = useCockpit((state) => state.hub.phase === 'up');
  const symbol = useCockpit((state) => symbolOf(state, state.selected)?.symbol);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [typed, setTyped] = useState('');
  const [isWaiting, setWaiting] = useState(false);
  useEffect(() => {
    const socket = cockpit.link()?.socket;
    if (socket === undefined || !isUp) return undefined;
    const take = (answer: ChatAnswer): void => {
      setWaiting(false);
      setLines((before) => [
        ...before,
        { id: answer.id, from: 'analyst', text: answer.message, sources: answer.sources },
      ]);
    };
    socket.on('chat:message', take);
    return () => {
      socket.off('chat:message', take);
    };
  }, [cockpit, isUp]);
  const ask = (): void => {
    const message = typed.trim();
    const socket = cockpit.link()?.socket;
    if (message === '' || socket === undefined) return;
    setLines((before) => [...before, { id: `you-${before.length}`, from: 'you', text: message, sources: [] }]);
    setTyped('');
    setWaiting(true);
    socket.emit('chat:message', { message, ...(symbol === undefined ? {} : { context: { currentSymbol: symbol } }) });
  };
  return (
    <PanelPage label="Ask" className="chat">
      <ol className="chat-lines" aria-live="polite">
        {lines.length === 0 ? (
          <li className="page-note">
            Ask about a trade, the day or a strategy. Answers name their sources; nothing is traded from here.
          </li>
        ) : null}
        {lines.map((line) => (
          <li key={line.id} className={line.from === 'you' ? 'chat-you' : 'chat-answer'}>
            <p>{line.text}</p>
            {line.sources.map((source) => (
              <p key={source.text} className="faint">
                {source.text}
              </p>
            ))}
          </li>
        ))}
        {isWaiting ? <li className="faint">looking…</li> : null}
      </ol>
      <form
        className="chat-form"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <input
          className="field"
          aria-label="Your question"
          placeholder="Why did MES lose this morning?"
          maxLength={2_000}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="submit" className="small-button" disabled={!isUp || typed.trim() === ''}>
          Ask
        </button>
      </form>
    </PanelPage>
  );
}
