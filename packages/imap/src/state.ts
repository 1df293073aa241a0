import { Capabilities } from '@linewire/wire'
import { toCapabilities } from './capabilities.ts'
import type { Ending, Untagged } from './command.ts'
import type { Selected } from './selected.ts'

/** alerts that are kept */
const mostAlerts = 20

/** What a session knows by what it was told, whoever asked for it. */
export class State {
  /** undefined while nobody has told them */
  known: Capabilities | undefined
  /** what ENABLE has switched on, in upper case */
  readonly enabled: Set<string> = new Set()
  /** the mailbox that is selected */
  selected: Selected | undefined
  /** the newest texts that the server wants people to see. RFC 9051 §7.1 ALERT */
  readonly alerts: string[] = []

  get capabilities(): Capabilities {
    return this.known ?? none
  }

  /** Mailbox names and strings are UTF-8. RFC 6855 §3, 9051 §5.1 */
  get utf8(): boolean {
    return this.enabled.has('UTF8=ACCEPT') || this.enabled.has('IMAP4REV2')
  }

  /** Every response passes here, before the command that asked for it sees it. */
  observe(response: Untagged | Ending): void {
    if (response.kind !== 'data') {
      const { code, text } = response
      if (code?.type === 'CAPABILITY') this.known = toCapabilities(code.capabilities)
      if (code?.type === 'ALERT') {
        this.alerts.push(text)
        if (this.alerts.length > mostAlerts) this.alerts.shift()
      }
    } else if (response.type === 'CAPABILITY') this.known = toCapabilities(response.capabilities)
    else if (response.type === 'ENABLED') for (const name of response.capabilities) this.enabled.add(name)
  }

  /** Another mailbox, or none: what knew the old one may not be asked any more. */
  select(selected: Selected | undefined): void {
    if (this.selected) this.selected.left = true
    this.selected = selected
  }
}

const none = new Capabilities()
