export type { AddressInput } from './address.ts'
export { compose } from './compose.ts'
export type { ContentSource } from './content-source.ts'
export { ComposeError, ParseError } from './errors.ts'
export type { AttachmentInput, ComposedMessage, HeadersInput, Message } from './message.ts'
export {
  type ParsedAddress,
  type ParsedAttachment,
  type ParsedMessage,
  type ParseOptions,
  type ParseSource,
  parse,
} from './parse.ts'
export { type HeaderField, ParsedHeaders } from './parsed-headers.ts'
export type { ContentOptions, TransferEncoding } from './transfer-encoding.ts'
