import type { Capabilities } from '@linewire/wire'
import { ExtensionError } from './extension-error.ts'
import { type MailParameters, mailParameters, type RcptParameters, rcptParameters, type Written } from './parameters.ts'

/** a hint, and what is so anyway: without the extension nothing is lost */
const dispensable = new Set(['size', 'BODY=7BIT'])

/**
 * MAIL's parameters, of those only what the server offers. RFC 5321 §4.1.1.11
 * @throws {ExtensionError} for one that is not offered, unless `ignoreUnsupported`; for a message over the server's SIZE
 */
export function offeredToMail(
  parameters: MailParameters,
  capabilities: Capabilities,
  ignoreUnsupported = false,
): MailParameters {
  checkSize(parameters.size, capabilities)
  return offered(parameters, mailParameters(parameters), capabilities, ignoreUnsupported)
}

/** RCPT's parameters, of those only what the server offers; throws as offeredToMail() does. */
export function offeredToRcpt(
  parameters: RcptParameters,
  capabilities: Capabilities,
  ignoreUnsupported = false,
): RcptParameters {
  return offered(parameters, rcptParameters(parameters), capabilities, ignoreUnsupported)
}

function offered<P extends object>(
  parameters: P,
  words: readonly Written[],
  capabilities: Capabilities,
  ignoreUnsupported: boolean,
): P {
  const missing = words.filter(({ extension }) => !capabilities.has(extension))
  for (const { name, text, extension } of missing) {
    if (ignoreUnsupported || dispensable.has(name) || dispensable.has(text)) continue
    throw new ExtensionError(
      `${name} needs a server with ${extension}, and this one does not offer it (ignoreUnsupported goes without)`,
      extension,
    )
  }
  const without = new Set(missing.map(({ name }) => name))
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !without.has(name))) as P
}

/** SIZE without a number, or 0, is no limit. RFC 1870 §4 */
function checkSize(size: number | undefined, capabilities: Capabilities): void {
  const limit = Number(capabilities.get('SIZE')[0] ?? 0)
  if (size === undefined || !(limit > 0) || size <= limit) return
  throw new ExtensionError(`the message has ${size} octets, and the server takes at most ${limit}`, 'SIZE')
}
