/** What the seeded chats are about. Some of it is not ASCII, as in life. */
export const CUSTOMERS = [
  'Agnieszka Wójcik',
  'Thomas Müller',
  'Jane Doe',
  'José García',
  '山田 太郎',
  'Olu Adeyemi',
  'Mia Rossi',
  'Søren Kjær',
  'Priya Nair',
  'Liam O’Connor',
  'Chloé Dubois',
  'Ahmed Hassan',
] as const;

export const CONVERSATIONS = [
  ['Hi, where is my order?', 'Hello! It left our warehouse this morning.', 'Great, thank you!'],
  ['Do you ship to Norway?', 'We do, within five working days.'],
  ['My brake lever came broken 😟', 'I am sorry! A new one is on its way.', 'That was quick.'],
  ['Can I change the delivery address?', 'Sure, what is the new one?', 'Hauptstraße 12, 10827 Berlin'],
  ['Is the 54 cm frame back in stock?', 'From next Monday on.'],
  ['I would like an invoice with VAT.', 'Here it is.', 'Perfect.'],
] as const;

export const TAGS = ['sales', 'support', 'refund', 'complaint', 'spam', 'vip'] as const;
