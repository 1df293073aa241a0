/** A newsgroup; posting as in the active file: y yes, n no, m moderated. RFC 3977 §7.6.3 */
interface Group {
  readonly name: string
  readonly posting: 'y' | 'n' | 'm'
  readonly description: string
}

/** The groups of the test server. `local.private` is for those who have logged in. */
export const groups: readonly Group[] = [
  { name: 'local.test', posting: 'y', description: 'Test group' },
  { name: 'local.misc', posting: 'y', description: 'Café and other things' },
  { name: 'local.empty', posting: 'y', description: 'Never any article' },
  { name: 'local.moderated', posting: 'm', description: 'A moderated group (Moderated)' },
  { name: 'local.readonly', posting: 'n', description: 'No posting' },
  { name: 'local.private', posting: 'y', description: 'For those logged in' },
]

const INTERNAL = ['control', 'control.cancel', 'control.checkgroups', 'control.newgroup', 'control.rmgroup', 'junk']

/** "name highest lowest status". active(5) */
export const activeFile = (): string =>
  [...INTERNAL.map((name) => ({ name, posting: 'n' })), ...groups]
    .map(({ name, posting }) => `${name} 0000000000 0000000001 ${posting}\n`)
    .join('')

/** "name TAB description". newsgroups(5) */
export const newsgroupsFile = (): string => groups.map(({ name, description }) => `${name}\t${description}\n`).join('')

/** "name seconds creator". active.times(5) */
export const activeTimes = (): string =>
  groups.map(({ name }) => `${name} ${Math.floor(Date.now() / 1000)} admin@lab.test\n`).join('')
