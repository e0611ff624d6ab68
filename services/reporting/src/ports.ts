/** What the composition provides to reporting's module: the `FileStore` of reports. */
export const FILE_STORE = Symbol('yagura:file-store');
