import type { ImapCommand } from '../command.ts'
import { readMailboxName, type Spelling } from '../mailbox-name.ts'
import type { Namespace, NamespaceData } from '../response/account.ts'

export interface Namespaces {
  readonly personal: readonly Namespace[]
  /** other users' */
  readonly other: readonly Namespace[]
  readonly shared: readonly Namespace[]
}

/** Where the mailboxes of this user, of others, and of all are to be found. RFC 9051 §6.3.10 */
export const namespace = (spelling?: Spelling): ImapCommand<Namespaces> => {
  let data: Pick<NamespaceData, keyof Namespaces> = { personal: [], other: [], shared: [] }
  const named = (list: readonly Namespace[]): Namespace[] =>
    list.map(({ prefix, delimiter }) => ({ prefix: readMailboxName(prefix, spelling), delimiter }))
  return {
    line: 'NAMESPACE',
    types: ['NAMESPACE'],
    claims(response) {
      if (response.kind !== 'data' || response.type !== 'NAMESPACE') return false
      data = response
      return true
    },
    done: () => ({ personal: named(data.personal), other: named(data.other), shared: named(data.shared) }),
  }
}
