import { z } from 'zod';
import type { AuditKind } from '../domain/audit.ts';
import type { Access, AuditDeclaration, LimitClass, Method, RouteDeclaration, SourceDocument } from './declaration.ts';

const nothing = z.strictObject({});
/** A call without a body: absent, null or {}; other members are ignored, as the documents' own pages send none or {}. */
const noBody = z.unknown().transform(() => undefined);

interface Parts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly from: readonly SourceDocument[];
  readonly doc: string;
  readonly access: Access;
  readonly limit?: LimitClass;
  readonly freshPassword?: boolean;
  /** `bytes`: the body as it is (`application/octet-stream`), at most `PIECE_BYTES`. */
  readonly takes?: 'bytes';
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  /** How a change stands in the audit log, where the defaults say too little. Never a secret. */
  readonly audit?: {
    readonly kind?: AuditKind;
    readonly what?: string;
    readonly about?: (call: { readonly params: z.output<P>; readonly body: z.output<B> }) => string;
  };
}

/** What a change is about, by what it takes to make it. */
const KIND_BY_ACCESS: Readonly<Record<Access, AuditKind>> = {
  open: 'session',
  local: 'own',
  viewer: 'own',
  flatten: 'command',
  trader: 'command',
  owner: 'settings',
};

/** Declares a route. Calls that read count as `read`, others as `change`, unless they say otherwise. */
export function route<
  M extends Method,
  R extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof noBody,
>(method: M, path: string, parts: Parts<P, Q, B, R>): RouteDeclaration<P, Q, B, R, M> {
  return {
    method,
    path,
    from: parts.from,
    access: parts.access,
    limit: parts.limit ?? (method === 'GET' ? 'read' : 'change'),
    freshPassword: parts.freshPassword ?? (parts.access === 'owner' && method !== 'GET'),
    doc: parts.doc,
    takes: parts.takes ?? 'json',
    params: parts.params ?? (nothing as unknown as P),
    query: parts.query ?? (z.object({}) as unknown as Q),
    body: parts.body ?? (noBody as unknown as B),
    reply: parts.reply,
    audit: method === 'GET' ? undefined : auditOf(parts),
  };
}

function auditOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>({
  access,
  audit,
}: Parts<P, Q, B, R>): AuditDeclaration {
  return { kind: audit?.kind ?? KIND_BY_ACCESS[access], what: audit?.what, about: audit?.about };
}
