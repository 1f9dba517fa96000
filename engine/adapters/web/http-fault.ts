/** A refusal that becomes an HTTP answer `{error: {code, message, details?}}` with its status. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(status: number, code: string, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  body(): { error: { code: string; message: string; details?: Readonly<Record<string, unknown>> } } {
    const { code, message, details } = this;
    return { error: { code, message, ...(details === undefined ? {} : { details }) } };
  }
}
