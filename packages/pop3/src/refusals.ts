import { AuthError, type Refusal, ReplyError } from '@linewire/wire'

/** [IN-USE]: the credentials are right, but another session holds the maildrop. `transient`. RFC 2449 §8.1.2 */
export class MaildropInUseError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'MaildropInUseError'
}

/** [LOGIN-DELAY]: the last login is not long enough ago; see `policy.loginDelay`. `transient`. RFC 2449 §8.1.1 */
export class LoginDelayError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'LoginDelayError'
}

/**
 * [SYS/TEMP] (`transient`) and [SYS/PERM]: the fault is the server's or its keeper's, and not that of the credentials;
 * SYS/PERM wants somebody to be told. RFC 3206 §4
 */
export class ServerFaultError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'ServerFaultError'
}

/** [UTF8]: only somebody who has called utf8() before the login gets this message. RFC 6856 §5 */
export class Utf8RequiredError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'Utf8RequiredError'
}

/** Response codes and what they are, by their first level: codes are hierarchical. RFC 2449 §3, §8, 3206 §4-5, 6856 §5 */
const byCode: Readonly<Record<string, new (refusal: Refusal) => ReplyError>> = {
  AUTH: AuthError,
  'IN-USE': MaildropInUseError,
  'LOGIN-DELAY': LoginDelayError,
  SYS: ServerFaultError,
  UTF8: Utf8RequiredError,
}

/** The codes that say "later"; there may be levels below. */
const transient = /^(?:IN-USE|LOGIN-DELAY|SYS\/TEMP)(?:\/|$)/

/** What -ERR is, by the response code behind it. */
export function refusal(command: string, code: string | undefined, text: string): ReplyError {
  // case is not significant at any level: RFC 3206 §4
  const responseCode = code?.toUpperCase()
  const level = responseCode?.split('/', 1)[0] ?? ''
  const Refused = Object.hasOwn(byCode, level) ? byCode[level]! : ReplyError
  return new Refused({
    command,
    code: '-ERR',
    responseCode,
    text,
    transient: responseCode !== undefined && transient.test(responseCode),
  })
}
