// from index.ts on purpose: see proxy.ts
/** @internal */
export { authenticate } from '../index.ts'
export { type AnonymousOptions, anonymous } from './anonymous.ts'
export { attempt } from './attempt.ts'
export { fromBase64, toBase64, toInitialResponse } from './base64.ts'
export { bindingOf, type ChannelBinding } from './binding.ts'
export { exchange, type SaslStep } from './converse.ts'
export { type CramMd5Options, cramMd5 } from './cram-md5.ts'
export { type ExternalOptions, external } from './external.ts'
export { type LoginOptions, login } from './login.ts'
export {
  type Credentials,
  type Password,
  type SaslContext,
  SaslError,
  type SaslMechanism,
  type Token,
} from './mechanism.ts'
export { type OauthbearerOptions, oauthbearer } from './oauthbearer.ts'
export { type PlainOptions, plain } from './plain.ts'
export { saslprep } from './saslprep.ts'
export { type ScramHash, type ScramOptions, scram } from './scram.ts'
export { mechanisms } from './select.ts'
export { type Xoauth2Options, xoauth2 } from './xoauth2.ts'
