export { argument, wholeNumber } from './args.ts'
export { backoff, delay } from './backoff.ts'
export { Body, type BodyFlow } from './body.ts'
export { Capabilities } from './capabilities.ts'
export type { ChannelBindingType } from './channel-binding.ts'
export { type CallOptions, Client, OrderedClient } from './client.ts'
export type { Beside, Command, Exchange, Order, Output, Route, Talk, Turn } from './command.ts'
export { CompressionError } from './compression-error.ts'
export { type DialOptions, dial, type SocketTransport } from './connect.ts'
export { dotFraming, dotStuffed } from './dot.ts'
export { Engine, type EngineOptions } from './engine.ts'
export {
  ArgumentError,
  AuthError,
  ConnectionError,
  excerpt,
  LimitError,
  messageOf,
  ProtocolError,
  type Refusal,
  ReplyError,
  TimeoutError,
  TlsError,
  WireError,
} from './errors.ts'
export type { TlsOptions } from './fingerprint.ts'
export { Input } from './input.ts'
export { literalFraming } from './literal.ts'
export { type OpenOptions, open } from './open.ts'
export {
  type CommonOptions,
  type Limits,
  type Scheme,
  type Settings,
  settings,
  type Timeouts,
  type TlsMode,
} from './options.ts'
export { type Reply, type ReplyGrammar, reply, replyLine } from './reply.ts'
export { type RetryOptions, retrying } from './retry.ts'
export { inOrder } from './route.ts'
export { fromBase64, toInitialResponse } from './sasl/base64.ts'
export { exchange, type SaslStep } from './sasl/converse.ts'
export type { Credentials, SaslMechanism } from './sasl/mechanism.ts'
export type { SaveOptions } from './save.ts'
export { collect, type Framing, line, rawLine, type Script, until, type Wait } from './script.ts'
/** @internal */
export * from './sisters.ts'
export { pieces, type Source } from './source.ts'
export { type Charset, utf8 } from './text.ts'
export { startTls } from './tls.ts'
export type { TraceEvent, TraceListener } from './trace.ts'
export { isTransient } from './transient.ts'
export type { Clearing, Transport, TransportEvents } from './transport.ts'
export { type ParsedUrl, parseUrl } from './url.ts'
