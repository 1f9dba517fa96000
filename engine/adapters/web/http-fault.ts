import { ERROR_STATUS, type ErrorCode, type HttpError } from '../../wire/index.ts';

/** A refusal that becomes an HTTP answer `{error: {code, message, details?}}` with the status of its code. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';
  readonly status: number;
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  /** `status`: where HTTP has a finer one than the code's own. */
  constructor(
    code: ErrorCode,
    message: string,
    details?: Readonly<Record<string, unknown>>,
    status: number = ERROR_STATUS[code],
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  body(): HttpError {
    const { code, message, details } = this;
    return { error: { code, message, ...(details === undefined ? {} : { details }) } };
  }
}
