import { type LinkEnd, memoryLink } from '../../engine/ports/link.ts';
import type { Role } from '../../engine/wire/link/messages.ts';
import { linkFault } from '../../engine/wire/link/schema.ts';

function checked<Out, In>(end: LinkEnd<Out, In>, role: Role, direction: 'toDesk' | 'fromDesk'): LinkEnd<Out, In> {
  const send = end.send.bind(end);
  end.send = (message) => {
    // As it goes over a socket: what JSON drops is not there.
    const fault = linkFault(role, direction, JSON.parse(JSON.stringify(message)));
    if (fault !== undefined) throw new Error(fault);
    send(message);
  };
  return end;
}

/** A link in memory between the desk (first) and a role; a message that is not as its schema says throws where it is sent. */
export function checkedLink<FromDesk, ToDesk>(role: Role): [LinkEnd<FromDesk, ToDesk>, LinkEnd<ToDesk, FromDesk>] {
  const [desk, other] = memoryLink<FromDesk, ToDesk>();
  return [checked(desk, role, 'fromDesk'), checked(other, role, 'toDesk')];
}
