import { readFileSync } from 'node:fs'

/** A user of this machine, as a process or the owner of a file needs it. */
export interface Account {
  readonly name: string
  readonly group: string
  readonly uid: number
  readonly gid: number
}

/** Whether we may change users, which most mail and FTP servers insist on. */
export const isRoot = (): boolean => process.getuid?.() === 0

/** Looks a user up in /etc/passwd. Throws when there is none of that name. */
export const account = (name: string): Account => byPasswdLine((fields) => fields[0] === name, `user ${name}`)

/** The user that runs this process. */
export const self = (): Account => {
  const uid = String(process.getuid?.())
  return byPasswdLine((fields) => fields[2] === uid, `user with the number ${uid}`)
}

/** The number of a group of this machine. Throws when there is none of that name. */
export const groupId = (name: string): number => {
  const fields = records('/etc/group').find(([group]) => group === name)
  if (!fields) throw new Error(`there is no group ${name} on this machine`)
  return Number(fields[2])
}

const byPasswdLine = (wanted: (fields: string[]) => boolean, what: string): Account => {
  const fields = records('/etc/passwd').find(wanted)
  if (!fields) throw new Error(`there is no ${what} on this machine`)
  const [name, , uid, gid] = fields
  const group = records('/etc/group').find((entry) => entry[2] === gid)?.[0] ?? ''
  return { name: name ?? '', group, uid: Number(uid), gid: Number(gid) }
}

const records = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
