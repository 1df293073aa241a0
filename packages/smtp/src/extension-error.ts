import { WireError } from '@linewire/wire'

/** The server does not offer what this message needs. It was found before anything was written. */
export class ExtensionError extends WireError {
  /** @internal */
  static override readonly kind: string = 'ExtensionError'
  /** as EHLO would have named it: `SMTPUTF8`, `DSN`, `SIZE` … */
  readonly extension: string

  constructor(message: string, extension: string) {
    super(message, 'ERR_EXTENSION')
    this.extension = extension
  }
}
