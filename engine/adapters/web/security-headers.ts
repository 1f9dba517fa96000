import type { OriginGuard } from './origin-guard.ts';

/**
 * Headers of every answer. Scripts only from here; styles also inline, because the chart and the docking library set
 * style attributes and elements at run time; it is framed by pages of this
 * installation and of the configured origins (CORS_ORIGIN, FRONTEND_URL) alone.
 */
export function securityHeaders(guard: OriginGuard): Readonly<Record<string, string>> {
  const own = [...guard.origins('http'), ...guard.origins('ws')].join(' ');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${own}`,
    `frame-src 'self' ${guard.origins('http').join(' ')}`,
    `frame-ancestors 'self' ${guard.framers().join(' ')}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ');
  return {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'Origin-Agent-Cluster': '?1',
    'X-DNS-Prefetch-Control': 'off',
  };
}
