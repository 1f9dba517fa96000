import type { FunctionComponent, ReactElement } from 'react';
import { useCell, useCockpit, useScreen } from '../context/cockpit-context.ts';
import { SECURITY_TITLES, securityPages, type SecurityPage } from '../state/security-pages.ts';
import { AuditPage } from './audit-page.tsx';
import { DevicesPage } from './devices-page.tsx';
import { ExposurePage } from './exposure-page.tsx';
import { PasskeysPage } from './passkeys-page.tsx';
import { PasswordPage } from './password-page.tsx';
import { RecoveryPage } from './recovery-page.tsx';
import { SessionsPage } from './sessions-page.tsx';
import { TotpPage } from './totp-page.tsx';
import { UsersPage } from './users-page.tsx';
import './pairing.css';
import './security.css';

const PAGES: Readonly<Record<SecurityPage, FunctionComponent>> = {
  sessions: SessionsPage,
  devices: DevicesPage,
  users: UsersPage,
  password: PasswordPage,
  totp: TotpPage,
  passkeys: PasskeysPage,
  recovery: RecoveryPage,
  audit: AuditPage,
  exposure: ExposurePage,
};

/** Who is in, from where and with which rights, and what proves them. What a role may not do is not offered. */
export function SecurityPanel(): ReactElement {
  const { securityPage } = useScreen();
  const asked = useCell(securityPage);
  const session = useCockpit((state) => state.session);
  const offered = securityPages(session);
  const page = offered.includes(asked) ? asked : 'sessions';
  const Page = PAGES[page];
  return (
    <div className="security">
      <div className="security-grid">
        <nav className="security-nav" aria-label="Security">
          {offered.map((each) => (
            <button
              key={each}
              type="button"
              aria-current={each === page ? 'page' : undefined}
              onClick={() => securityPage.set(each)}
            >
              {SECURITY_TITLES[each]}
            </button>
          ))}
        </nav>
        <Page />
      </div>
    </div>
  );
}
