import type { CommonOptions, Settings } from './options.ts'
import type { Login } from './sasl/authenticate.ts'
import type { Transport } from './transport.ts'

export type { Login } from './sasl/authenticate.ts'

/** The mechanisms are a fifth of wire: they are loaded by those who log in, and while the connection is being made. */
export const loadSasl = (): Promise<typeof import('./sasl/index.ts')> => import('./sasl/index.ts')

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
  if (settings.auth !== undefined) await (await loadSasl()).authenticate(settings, transport, login)
}
