export { checkedFileKey, FILE_KINDS, segmentsOf, type FileKey, type FileKind } from './file/file-key';
export { type FileMeta, type FileStore, type StoredFile } from './file/file-store';
export { FileAlreadyKept, FileDamaged, NoSuchFile, UnfitFile } from './file/file.errors';
export { FolderFileStore } from './file/folder-file-store';
export { checkedMail, type Mail, type MailAddress, type Mailer, type MailReceipt } from './mail/mailer';
export { MessageIdTaken, OutboxFolderMailer, type OutboxFolder } from './mail/outbox-folder-mailer';
