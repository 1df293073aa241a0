import { chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { account, isRoot, self } from './accounts.ts'
import type { Dovecot } from './dovecot.ts'
import type { Users } from './users.ts'

/** Empties a user's INBOX and puts these messages there, as octets, in their order. */
export const fillMaildir = (dovecot: Dovecot, user: keyof Users, messages: readonly Uint8Array[]): void => {
  const owner = isRoot() ? account('mail') : self()
  const maildir = dovecot.maildir(user)
  removeMaildir(maildir)
  for (const folder of [
    join(dovecot.mailRoot, user),
    maildir,
    ...['cur', 'new', 'tmp'].map((name) => join(maildir, name)),
  ]) {
    mkdirSync(folder, { recursive: true })
    chownSync(folder, owner.uid, owner.gid)
  }
  messages.forEach((message, index) => {
    const file = join(maildir, 'cur', `${1_700_000_000 + index}.M${index}P1.lab:2,`)
    writeFileSync(file, message)
    chownSync(file, owner.uid, owner.gid)
  })
}

/** Removes a folder in which a session that has just been left may still be writing its index. */
export const removeMaildir = (folder: string): void => {
  for (let tries = 1; ; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true })
      return
    } catch (error) {
      // rmSync's own retries do not look again at what is in the folder
      if (tries === 100) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

/** What lies in a user's INBOX, as octets, oldest first. */
export const readMaildir = (dovecot: Dovecot, user: keyof Users): Buffer[] =>
  ['cur', 'new']
    .map((name) => join(dovecot.maildir(user), name))
    .flatMap((folder) => entries(folder).map((name) => ({ name, file: join(folder, name) })))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ file }) => readFileSync(file))

const entries = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    // a maildrop that nobody has delivered to has no folders yet
    return []
  }
}
