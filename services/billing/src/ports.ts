/** FileStore of `@yagura/outside`: where the composition keeps invoices' documents. */
export const FILE_STORE = Symbol('billing:file-store');
