import '@linewire/pop3'

console.log('{}')
