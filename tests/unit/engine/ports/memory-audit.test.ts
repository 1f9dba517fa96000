import { describe } from 'vitest';
import { ManualClock } from '../../../../engine/ports/clock.ts';
import { MemoryAudit } from '../../../../engine/ports/memory-audit.ts';
import { auditContract } from '../../../support/store/audit-contract.ts';

describe('the audit log in memory', () => {
  auditContract(() => new MemoryAudit(new ManualClock(1)));
});
