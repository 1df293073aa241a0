import type { Account } from './accounts.ts'

interface Settings {
  folder: string
  port: number
  maxConnections: number
  hosts: readonly string[]
  owner: Account
  cert: string
  key: string
  ca: string
}

/**
 * inn.conf of INN 2.7. `nnrpdposthost` stays out: set, even to "", it makes nnrpd spool posts that then never appear.
 * `nnrpdloadlimit` is 0: a machine that runs tests is busy, and above a load of 16 no reader would be let in.
 */
export const innConf = (s: Settings): string => `mta: "/bin/true %s"
mailcmd: /bin/true
organization: "Lab"
ovmethod: tradindexed
hismethod: hisv6
pathhost: news.lab.test
domain: lab.test
fromhost: lab.test
runasuser: ${s.owner.name}
runasgroup: ${s.owner.group}
pathnews: /usr/lib/news
pathbin: /usr/lib/news/bin
pathcontrol: /usr/lib/news/bin/control
pathetc: ${s.folder}/etc
pathdb: ${s.folder}/db
pathrun: ${s.folder}/run
pathlog: ${s.folder}/log
pathspool: ${s.folder}/spool
patharticles: ${s.folder}/spool/articles
pathoverview: ${s.folder}/spool/overview
pathincoming: ${s.folder}/spool/incoming
pathoutgoing: ${s.folder}/spool/outgoing
patharchive: ${s.folder}/spool/archive
pathtmp: ${s.folder}/tmp
pathhttp: ${s.folder}/http
pathfilter: ${s.folder}/etc/filter
port: ${s.port}
bindaddress: "127.0.0.1"
bindaddress6: "${s.hosts.find((host) => host.includes(':')) ?? 'none'}"
artcutoff: 0
maxartsize: 10000000
localmaxartsize: 10000000
maxconnections: ${s.maxConnections}
initialtimeout: 120
hiscachesize: 0
doinnwatch: false
docancels: auth
verifycancels: false
allownewnews: true
extraoverviewadvertised: [ Newsgroups Keywords ]
extraoverviewhidden: [ ]
icdsynccount: 1
nicekids: 0
nnrpdloadlimit: 0
maxforks: 10
rlimitnofile: -1
timer: 0
status: 0
syntaxchecks: [ no-laxmid ]
pgpverify: false
tlscafile: ${s.ca}
tlscertfile: ${s.cert}
tlskeyfile: ${s.key}
`

/** The other files that INN wants in its configuration folder, by name. */
export const smallFiles: Readonly<Record<string, string>> = {
  'incoming.conf': 'streaming: true\nmax-connections: 50\npeer ME {\n  hostname: "127.0.0.1, ::1"\n}\n',
  newsfeeds: 'ME:*/!nothing::\n',
  'storage.conf': 'method tradspool {\n  newsgroups: *\n  class: 0\n}\n',
  'expire.ctl': '/remember/:11\n*:A:1:90:never\n',
  'control.ctl': 'all:*:*:drop\ncancel:*:*:doit\n',
  'control.ctl.local': '',
  moderators: 'local.*:moderator@lab.test\n',
  subscriptions: 'local.test\nlocal.misc\n',
  distributions: 'local\tLocal to the lab\nworld\tEverywhere\n',
  'distrib.pats': '10:local.*:local\n',
  'motd.nnrpd': 'Welcome to the lab.\nSecond line: grüße.\n',
  'motd.innd': 'Transit message of the day.\n',
  localgroups: '',
  'nocem.ctl': '',
  'innfeed.conf': '',
  'actsync.ign': '',
}

/**
 * Who may do what at an nnrpd. One that has to log in stands for a user who can read no group: with no default user at all
 * AUTHINFO SASL does not work.
 */
export const readersConf = (passwords: string, stranger: 'reads and posts' | 'has to log in'): string => `
auth "all" {
  hosts: "127.0.0.0/8, ::1/128, stdin"
  auth: "ckpasswd -f ${passwords}"
  default: "<stranger>"
}
access "strangers" {
  users: "<stranger>"
  newsgroups: "${stranger === 'has to log in' ? '!*' : '*,!local.private'}"
  access: ${stranger === 'has to log in' ? 'R' : 'RPN'}
  addcanlockuser: none
}
access "users" {
  users: "alice, alice@*, bob, bob@*, carol, carol@*"
  newsgroups: "*"
  access: RPIAN
  addcanlockuser: ${stranger === 'has to log in' ? 'none' : 'posthost'}
}
`
