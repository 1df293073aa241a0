import { ComposeError } from '@linewire/message'
import {
  ArgumentError,
  AuthError,
  ConnectionError,
  LimitError,
  messageOf,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
} from '@linewire/wire'
import { SaslError } from '@linewire/wire/sasl'

/** What the four programs have in common; what one of them alone can meet begins at 20. */
export const exit = {
  done: 0,
  /** a mistake of ours */
  unexpected: 1,
  usage: 2,
  unknownHost: 3,
  unreachable: 4,
  tls: 5,
  login: 6,
  connectionLost: 7,
  timeout: 8,
  /** the server speaks another protocol, or says more than anybody can want */
  nonsense: 9,
  declined: 10,
  localDisk: 11,
  /** as a shell has it for SIGINT */
  interrupted: 130,
} as const

/** The end of a program: a sentence for the person at the terminal, and the exit code for the script that called it. */
export class Failure extends Error {
  readonly exit: number

  constructor(exit: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exit = exit
  }
}

const noSuchHost = new Set(['ENOTFOUND', 'EAI_AGAIN'])
const noWay = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])

/** Whatever was thrown, as the end of a program. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  // `await using` could not say goodbye either: what went wrong first is what matters
  if (error instanceof Error && error.name === 'SuppressedError' && 'suppressed' in error) {
    return failureOf(error.suppressed)
  }
  return new Failure(exitOf(error), messageOf(error), { cause: error })
}

function exitOf(error: unknown): number {
  if (error instanceof ConnectionError) {
    if (noSuchHost.has(error.code)) return exit.unknownHost
    return noWay.has(error.code) ? exit.unreachable : exit.connectionLost
  }
  if (error instanceof TlsError) return exit.tls
  if (error instanceof AuthError || error instanceof SaslError) return exit.login
  if (error instanceof TimeoutError) return exit.timeout
  if (error instanceof ProtocolError || error instanceof LimitError) return exit.nonsense
  if (error instanceof ReplyError) return exit.declined
  if (error instanceof ArgumentError || error instanceof ComposeError) return exit.usage
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code?.startsWith('ERR_PARSE_ARGS')) return exit.usage
  return syscall === undefined ? exit.unexpected : exit.localDisk
}
