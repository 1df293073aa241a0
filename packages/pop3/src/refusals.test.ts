import { AuthError, type Command, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { apop } from './commands/apop.ts'
import { pass } from './commands/pass.ts'
import { retr } from './commands/retr.ts'
import { user } from './commands/user.ts'
import { LoginDelayError, MaildropInUseError, ServerFaultError, Utf8RequiredError } from './refusals.ts'

function thrown(run: () => unknown): ReplyError {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ReplyError)
    return error as ReplyError
  }
  throw new Error('nothing was refused')
}

test.each([
  ['[IN-USE] Do you have another POP session running?', MaildropInUseError, 'IN-USE', true],
  ['[in-use] locked', MaildropInUseError, 'IN-USE', true],
  ['[LOGIN-DELAY] wait 12 minutes', LoginDelayError, 'LOGIN-DELAY', true],
  ['[SYS/TEMP] out of memory', ServerFaultError, 'SYS/TEMP', true],
  ['[SYS/TEMP/DISK] full', ServerFaultError, 'SYS/TEMP/DISK', true],
  ['[SYS/PERM] the mailbox is corrupt', ServerFaultError, 'SYS/PERM', false],
  ['[SYS/TEMPERAMENT] of no known kind', ServerFaultError, 'SYS/TEMPERAMENT', false],
  ['[UTF8] this message has a header in UTF-8', Utf8RequiredError, 'UTF8', false],
  ['[AUTH] expired account', AuthError, 'AUTH', false],
])('-ERR %s is an error of its own to every command', (said, kind, responseCode, transient) => {
  const commands: Command<unknown>[] = [retr(1), pass('secret'), user('frated'), apop('frated', '0')]
  for (const command of commands) {
    const error = thrown(() => play(command, `S: -ERR ${said}`))
    expect(error).toMatchObject({ name: kind.kind, responseCode, transient, text: said.replace(/^\S+ /, '') })
    expect(error).toBeInstanceOf(kind)
  }
})

test.each([
  '',
  '[X-OTHER] no',
  '[REFERRAL/pop://mail.example/] elsewhere',
  'no [IN-USE] here',
  '[constructor] no',
  '[]',
])('-ERR %s is no more than a refusal, which blames the credentials where some were sent', (said) => {
  expect(thrown(() => play(retr(1), `S: -ERR ${said}`)).name).toBe('ReplyError')
  for (const command of [pass('secret'), user('frated'), apop('frated', '0')]) {
    expect(thrown(() => play(command, `S: -ERR ${said}`)).name).toBe('AuthError')
  }
})
