import { Capabilities } from '@linewire/wire'

/** `AUTH=PLAIN` becomes AUTH with the parameter PLAIN: `has('AUTH', 'PLAIN')`. RFC 9051 §7.2.2 */
export function toCapabilities(names: readonly string[]): Capabilities {
  return new Capabilities(
    names.map((name) => {
      const at = name.indexOf('=')
      return at < 0 ? [name, []] : [name.slice(0, at), [name.slice(at + 1)]]
    }),
  )
}
