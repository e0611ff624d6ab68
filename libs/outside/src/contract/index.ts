export { fileStoreContract, type FileStoreUnderTest } from './file-store-contract';
export { mailerContract, type MailerUnderTest, type SentMail } from './mailer-contract';
export { understoodMail } from './understood-mail';
