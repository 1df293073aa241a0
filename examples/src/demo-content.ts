import { compose } from '@linewire/message'
import { type MessageSpec, NewsStore } from '@linewire/servers'

/** Two megabytes that no compression and no text mode would leave as they are. */
export const recording: Buffer = Buffer.from(
  Uint32Array.from({ length: 524_288 }, (_, at) => at * 2_654_435_761).buffer,
)

/** A group with three articles; the newest one answers the second, as people do. */
export function news(): NewsStore {
  const store = new NewsStore()
  store.addGroup('linewire.announce', { description: 'News of the house' })
  const post = (subject: string, body: string[], more: string[] = []): void => {
    const header = [
      'From: =?UTF-8?Q?Zo=C3=AB_=C3=85berg?= <zoe@news.example>',
      'Newsgroups: linewire.announce',
      `Subject: ${subject}`,
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      ...more,
    ]
    store.add([...header, '', ...body, ''].join('\n'))
  }
  post('The foundations', ['The engine stands.'])
  post('Five rooms', ['FTP, NNTP, SMTP, POP3 and IMAP have moved in.'])
  post(
    '=?UTF-8?Q?Re:_Five_rooms_=E2=80=93_and_four_programs?=',
    [
      'On Mon, 23 Nov 2026 at 14:05, Bob <bob@news.example> wrote:',
      '> Five rooms are very nice.',
      '> But what are they good for?',
      '',
      '',
      'For four programs, to begin with. You are looking at the second one=2C which',
      'leaves out what was quoted, so that there is room for what is new.',
      '',
      '',
      '.This line begins with a dot, and so it stays.',
      'Gr=C3=BC=C3=9Fe',
      '',
      '--=20',
      'Zo=C3=AB',
    ],
    ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
  )
  return store
}

/** What is attached to one of the messages below. */
export const plan: Buffer = recording.subarray(0, 200_000)

/** Four messages; one has an attachment whose name wants to be somewhere else. */
export async function inbox(): Promise<MessageSpec[]> {
  const day = 86_400_000
  const messages: { subject: string; from: string; flags?: string[]; filename?: string }[] = [
    { subject: 'Welcome', from: 'Post Office <postmaster@mail.example>', flags: ['\\Seen'] },
    { subject: 'Grüße aus Åre ❄', from: 'Zoë Åberg <zoe@mail.example>', flags: ['\\Seen', '\\Answered'] },
    { subject: 'The plan of the house', from: 'Bob <bob@mail.example>', filename: '../../plan of the house.png' },
    { subject: '明日の予定', from: '山田太郎 <taro@mail.example>', flags: ['\\Flagged'] },
  ]
  return Promise.all(
    messages.map(async ({ subject, from, flags = [], filename }, at) => {
      const date = new Date(Date.now() - (messages.length - at) * day)
      const attachments = filename === undefined ? [] : [{ filename, content: plan }]
      const message = compose({ from, to: 'alice@mail.example', subject, text: 'See you soon.\n', date, attachments })
      return { raw: await message.bytes(), flags, date }
    }),
  )
}
