import { type CommonOptions, isLoopback, requireSecrecy, type Settings } from '../options.ts'
import type { Transport } from '../transport.ts'
import { attempt } from './attempt.ts'
import { bindingOf } from './binding.ts'
import { unusable } from './converse.ts'
import { SaslError, type SaslMechanism } from './mechanism.ts'
import { mechanisms } from './select.ts'

/** How one protocol logs in. */
export interface Login {
  /** the service name of the protocol, as GSSAPI registers it: `imap`, `pop`, `smtp`, `nntp` */
  readonly service: string
  /** the mechanisms that the server offers */
  readonly offered: readonly string[]
  /** one exchange; `initial` is the initial response, where the mechanism has one */
  sasl(mechanism: SaslMechanism, initial: Uint8Array | undefined): Promise<unknown>
  /** the protocol's own command for a password, for servers without a mechanism that fits */
  password?(user: string, password: string): Promise<unknown>
}

/**
 * Logs in with the credentials of the settings, if there are any: by the best mechanism that both sides have, else by
 * the protocol's own command. Nothing is sent that would go to another host in clear.
 *
 * @throws {AuthError} when the server refuses, when no mechanism fits, or when the credentials would go out in clear
 */
export async function authenticate<O extends CommonOptions>(
  settings: Settings<O>,
  transport: Transport,
  login: Login,
): Promise<void> {
  const { auth, options, host, port } = settings
  if (auth === undefined) return
  requireSecrecy(settings, transport)
  const { service, offered } = login
  const secure = transport.secure || isLoopback(transport.remoteAddress ?? host)
  const context = {
    host,
    port,
    service,
    secure,
    clientCertificate: (options.tlsOptions?.cert ?? options.tlsOptions?.pfx) !== undefined,
    channelBinding: () => bindingOf(transport),
  }
  const candidates = mechanisms(offered, auth, context, options.allowInsecureAuth)
  if (candidates.length === 0 && login.password && 'password' in auth && auth.mechanisms === undefined) {
    await login.password(auth.user, typeof auth.password === 'function' ? await auth.password() : auth.password)
    return
  }
  await attempt(candidates, offered, async (mechanism) => login.sasl(mechanism, await initial(mechanism)))
}

async function initial(mechanism: SaslMechanism): Promise<Uint8Array | undefined> {
  try {
    return await mechanism.initial?.()
  } catch (error) {
    throw error instanceof SaslError ? unusable(mechanism, error) : error
  }
}
